// Runs the registered Google Benchmarks in interleaved repetitions and judges goals on their
// medians of thread CPU time.
//
//   int main(int argc, char** argv) {
//     return bench::RunAndJudge(argc, argv, {
//         bench::RatioGoal("publish_1_handler", "BM_Publish/1", "BM_RawLoop/1", 1.5)});
//   }
//
// After Google Benchmark's own table comes a line for each goal, for people and for scripts:
//   goal publish_1_handler 1.31 <= 1.50 met
#ifndef BENCH_GOALS_H_
#define BENCH_GOALS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// A number that must not exceed `limit`: the median of `measured`, divided by or less the median of
// `base`. Names are Google Benchmark's, such as "BM_Publish/8".
struct Goal {
  enum class Of : std::uint8_t { kValue, kRatio, kDifference };
  std::string name;
  Of of = Of::kValue;
  std::string measured;
  std::string base;     // empty with kValue
  std::string counter;  // empty: nanoseconds of CPU time per iteration; else this counter
  double limit = 0;
};

Goal RatioGoal(std::string_view name, std::string_view measured, std::string_view base,
               double limit);
Goal NanosecondGoal(std::string_view name, std::string_view measured, double limit);

// In nanoseconds.
Goal DifferenceGoal(std::string_view name, std::string_view measured, std::string_view base,
                    double limit);

// Runs the benchmarks with at least nine interleaved repetitions (--benchmark_repetitions sets
// another number) and prints the goals. Returns 0, also where a goal is missed: the line says so.
// Returns 1 if a benchmark failed or a goal names one that did not run.
int RunAndJudge(int argc, char** argv, const std::vector<Goal>& goals);

}  // namespace bench

#endif  // BENCH_GOALS_H_
