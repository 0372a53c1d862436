// The parts that all of GitHub's webhooks share: who acts, and on which repository.
#ifndef EXAMPLES_REPO_WATCH_EVENTS_ACCOUNT_H_
#define EXAMPLES_REPO_WATCH_EVENTS_ACCOUNT_H_

#include <string>

#include "nlohmann/json.hpp"

namespace repo_watch {

struct Account {
  std::string login;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Account, login)

// `private` is no name in C++, so the mapping is written out for it.
struct Repository {
  std::string full_name;  // "owner/name"
  bool is_private = false;
};

inline void to_json(nlohmann::json& json, const Repository& repository) {
  json = {{"full_name", repository.full_name}, {"private", repository.is_private}};
}

inline void from_json(const nlohmann::json& json, Repository& repository) {
  json.at("full_name").get_to(repository.full_name);
  json.at("private").get_to(repository.is_private);
}

}  // namespace repo_watch

#endif  // EXAMPLES_REPO_WATCH_EVENTS_ACCOUNT_H_
