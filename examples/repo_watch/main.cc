// A monolith that watches repositories, to show the bus at work: see run.h for its parts and
// report.h for what it prints. Exits 0 if every event is accounted for.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "examples/repo_watch/accounts.h"
#include "examples/repo_watch/options.h"
#include "examples/repo_watch/outside_sink.h"
#include "examples/repo_watch/report.h"
#include "examples/repo_watch/run.h"

namespace {

// With --fail, every how many requests the outside sink refuses.
constexpr std::size_t kRefuseEvery = 4;

constexpr int kUnaccounted = 1;
constexpr int kUsage = 2;
constexpr int kBroken = 3;

int Broken(const absl::Status& status) {
  std::cerr << "repo_watch: " << status << "\n";
  return kBroken;
}

int RunDemo(const repo_watch::Options& options) {
  std::ifstream file;
  if (options.events != "-") {
    file.open(options.events);
    if (!file.is_open()) {
      std::cerr << "repo_watch: cannot read " << options.events << "\n";
      return kUsage;
    }
  }
  const absl::StatusOr<repo_watch::RunRecord> record =
      repo_watch::Run(options, options.events == "-" ? std::cin : file);
  if (!record.ok()) return Broken(record.status());
  const repo_watch::Accounts accounts = repo_watch::Balance(*record);
  repo_watch::PrintReport(*record, accounts, std::cout);
  return accounts.balanced ? 0 : kUnaccounted;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments == std::vector<std::string>{"--help"}) {
    std::cout << repo_watch::UsageText();
    return 0;
  }
  const absl::StatusOr<repo_watch::Options> options = repo_watch::ParseOptions(arguments);
  if (!options.ok()) {
    std::cerr << "repo_watch: " << options.status() << "\n\n" << repo_watch::UsageText();
    return kUsage;
  }
  if (options->role == repo_watch::Role::kDemo) return RunDemo(*options);
  const absl::Status status = repo_watch::RunOutsideSink(
      {.refuse_every = options->fail ? kRefuseEvery : 0}, std::cin, std::cout);
  return status.ok() ? 0 : Broken(status);
}
