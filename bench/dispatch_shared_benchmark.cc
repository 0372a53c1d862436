// What a typed publish costs where the bus is in a shared library. The build links this program
// dynamically; all else is as in dispatch_benchmark.
#include "bench/goals.h"
#include "bench/parked_thread.h"
#include "bench/publish_rows.h"

int main(int argc, char** argv) {
  const bench::ParkedThread parked;
  bench::RegisterPublishRows();
  return bench::RunAndJudge(argc, argv,
                            {bench::RatioGoal("shared_library_publish_to_1_over_raw_loop",
                                              "BM_Publish/1", "BM_RawLoop/1", 1.5),
                             bench::RatioGoal("shared_library_publish_to_8_over_raw_loop",
                                              "BM_Publish/8", "BM_RawLoop/8", 1.15),
                             bench::RatioGoal("shared_library_publish_to_64_over_raw_loop",
                                              "BM_Publish/64", "BM_RawLoop/64", 1.1)});
}
