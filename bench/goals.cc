#include "bench/goals.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <utility>

#include "benchmark/benchmark.h"

namespace bench {
namespace {

// Keeps the CPU time of every repetition by the benchmark's name.
class CollectingReporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) failed_ = true;
      if (run.run_type != Run::RT_Iteration) continue;
      const std::string name = NameOf(run);
      const double iterations = static_cast<double>(run.iterations);
      times_[name].push_back(run.cpu_accumulated_time * 1e9 / iterations);
      for (const auto& [counter, value] : run.counters) {
        counters_[{name, counter}].push_back(value.value);
      }
    }
    // Only the aggregates are for people.
    std::vector<Run> aggregates;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(aggregates),
                 [](const Run& run) { return run.run_type == Run::RT_Aggregate; });
    ConsoleReporter::ReportRuns(aggregates);
  }

  bool failed() const { return failed_; }

  // The median over the repetitions; negative if the benchmark did not run.
  double Median(const std::string& name, const std::string& counter) const {
    std::vector<double> values;
    if (counter.empty()) {
      const auto found = times_.find(name);
      if (found != times_.end()) values = found->second;
    } else {
      const auto found = counters_.find({name, counter});
      if (found != counters_.end()) values = found->second;
    }
    if (values.empty()) return -1;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }

 private:
  // The name without what the repetitions and the threads add to it.
  static std::string NameOf(const Run& run) {
    std::string name = run.run_name.function_name;
    if (!run.run_name.args.empty()) name += "/" + run.run_name.args;
    return name;
  }

  std::map<std::string, std::vector<double>> times_;
  std::map<std::pair<std::string, std::string>, std::vector<double>> counters_;
  bool failed_ = false;
};

bool Has(int argc, char** argv, std::string_view flag) {
  return std::any_of(argv, argv + argc,
                     [flag](const char* arg) { return std::string_view(arg).starts_with(flag); });
}

}  // namespace

Goal RatioGoal(std::string_view name, std::string_view measured, std::string_view base,
               double limit) {
  return {.name = std::string(name),
          .of = Goal::Of::kRatio,
          .measured = std::string(measured),
          .base = std::string(base),
          .limit = limit};
}

Goal NanosecondGoal(std::string_view name, std::string_view measured, double limit) {
  return {.name = std::string(name), .measured = std::string(measured), .limit = limit};
}

Goal DifferenceGoal(std::string_view name, std::string_view measured, std::string_view base,
                    double limit) {
  return {.name = std::string(name),
          .of = Goal::Of::kDifference,
          .measured = std::string(measured),
          .base = std::string(base),
          .limit = limit};
}

int RunAndJudge(int argc, char** argv, const std::vector<Goal>& goals) {
  std::vector<char*> arguments(argv, argv + argc);
  std::string repetitions = "--benchmark_repetitions=9";
  std::string interleaving = "--benchmark_enable_random_interleaving=true";
  if (!Has(argc, argv, "--benchmark_repetitions")) arguments.push_back(repetitions.data());
  arguments.push_back(interleaving.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  CollectingReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  int status = reporter.failed() ? 1 : 0;
  for (const Goal& goal : goals) {
    const double measured = reporter.Median(goal.measured, goal.counter);
    const double base = goal.base.empty() ? 0 : reporter.Median(goal.base, goal.counter);
    if (measured < 0 || base < 0) {
      if (Has(argc, argv, "--benchmark_filter")) continue;
      std::printf("goal %s: \"%s\" did not run\n", goal.name.c_str(),
                  (measured < 0 ? goal.measured : goal.base).c_str());
      status = 1;
      continue;
    }
    const double value = goal.of == Goal::Of::kRatio        ? measured / base
                         : goal.of == Goal::Of::kDifference ? measured - base
                                                            : measured;
    std::printf("goal %s %.3f <= %.3f %s\n", goal.name.c_str(), value, goal.limit,
                value <= goal.limit ? "met" : "missed");
  }
  return status;
}

}  // namespace bench
