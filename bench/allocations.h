// Counts a thread's allocations: a program that links this has its operator new replaced.
//
//   const std::uint64_t before = bench::Allocations();
//   ...
//   state.counters["allocs"] = bench::Allocations() - before;
#ifndef BENCH_ALLOCATIONS_H_
#define BENCH_ALLOCATIONS_H_

#include <cstdint>

namespace bench {

// How often the calling thread has allocated so far.
std::uint64_t Allocations();

}  // namespace bench

#endif  // BENCH_ALLOCATIONS_H_
