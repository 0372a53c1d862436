// The rows of the dispatch benchmarks that are measured twice: with the bus linked into the
// program, and with the bus in a shared library.
#ifndef BENCH_PUBLISH_ROWS_H_
#define BENCH_PUBLISH_ROWS_H_

namespace bench {

// Registers BM_RawLoop/N and BM_Publish/N for 1, 8 and 64 handlers.
void RegisterPublishRows();

}  // namespace bench

#endif  // BENCH_PUBLISH_ROWS_H_
