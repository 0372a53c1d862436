// What a module tells at the end: how many events each of its handlers has handled, and its
// findings, as lines for people.
#ifndef EXAMPLES_REPO_WATCH_MODULES_MODULE_REPORT_H_
#define EXAMPLES_REPO_WATCH_MODULES_MODULE_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

namespace repo_watch {

struct HandledCount {
  std::string subscription;
  std::size_t handled = 0;  // deliveries that succeeded
};

struct ModuleReport {
  std::string module;
  std::vector<HandledCount> subscriptions;
  std::vector<std::string> findings;
};

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_MODULES_MODULE_REPORT_H_
