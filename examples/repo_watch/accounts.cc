#include "examples/repo_watch/accounts.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "cloudevents/event.h"

namespace repo_watch {
namespace {

using KeySet = absl::flat_hash_set<cloudevents::EventKey>;

// `pattern` is a type's name, a prefix that ends in ".*", or "*".
bool IsOfType(std::string_view type, std::string_view pattern) {
  if (!pattern.ends_with('*')) return type == pattern;
  return type.starts_with(pattern.substr(0, pattern.size() - 1));
}

// How many of the audited events are of the types that the subscription handles.
std::size_t CountSeen(const RunRecord& record, std::string_view subscription) {
  std::size_t seen = 0;
  for (const eventbus::ConsumerDescription& consumer : record.wiring.consumers) {
    if (consumer.name != subscription) continue;
    for (const auto& [type, count] : record.books.types) {
      if (std::any_of(consumer.event_types.begin(), consumer.event_types.end(),
                      [&type = type](const std::string& each) { return IsOfType(type, each); })) {
        seen += count;
      }
    }
  }
  return seen;
}

std::vector<HandlerAccount> BalanceHandlers(const RunRecord& record) {
  std::vector<HandlerAccount> accounts;
  for (const ModuleReport& module : record.modules) {
    for (const HandledCount& count : module.subscriptions) {
      accounts.push_back({.subscription = count.subscription,
                          .seen = CountSeen(record, count.subscription),
                          .handled = count.handled});
      for (const eventbus::DeadLetter& letter : record.dead_letters) {
        if (letter.consumer == count.subscription) ++accounts.back().dead_letters;
      }
    }
  }
  return accounts;
}

// Adds the events that are nowhere to `missing`.
RuleAccount BalanceRule(const RunRecord& record, const Departure& departure, KeySet& missing) {
  RuleAccount account{.departure = departure};
  KeySet confirmed;
  if (const auto found = record.outside.confirmed.find(departure.path);
      found != record.outside.confirmed.end()) {
    confirmed.insert(found->second.begin(), found->second.end());
  }
  account.confirmed = confirmed.size();
  KeySet arrived_or_dead = confirmed;
  for (const eventbus::DeadLetter& letter : record.dead_letters) {
    if (letter.consumer != departure.name) continue;
    ++account.dead_letters;
    if (letter.event.has_value()) arrived_or_dead.insert(letter.event->key());
  }
  const auto found = record.books.matches.find(departure.name);
  const KeySet matched = found == record.books.matches.end() ? KeySet() : found->second;
  account.matched = matched.size();
  for (const cloudevents::EventKey& key : matched) {
    if (arrived_or_dead.contains(key)) continue;
    ++account.unaccounted;
    missing.insert(key);
  }
  for (const cloudevents::EventKey& key : confirmed) {
    if (!matched.contains(key)) ++account.unaccounted;
  }
  return account;
}

std::size_t CountAccounted(const RunRecord& record, const KeySet& missing) {
  std::size_t accounted = record.posted.rejected.size();
  absl::flat_hash_map<cloudevents::EventKey, std::size_t> accepted;
  for (const cloudevents::EventKey& key : record.posted.accepted) ++accepted[key];
  for (const auto& [key, count] : accepted) {
    const auto seen = record.books.times.find(key);
    if (seen == record.books.times.end() || missing.contains(key)) continue;
    // A post that was repeated for want of an answer may have been delivered more often.
    accounted += std::min(count, seen->second);
  }
  return accounted;
}

}  // namespace

Accounts Balance(const RunRecord& record) {
  Accounts accounts{.events_in = record.posted.lines, .handlers = BalanceHandlers(record)};
  KeySet missing;
  for (const Departure& departure : record.departures) {
    accounts.rules.push_back(BalanceRule(record, departure, missing));
  }
  accounts.accounted = CountAccounted(record, missing);
  accounts.balanced =
      accounts.accounted == accounts.events_in && record.stopped.drained.ok() &&
      std::all_of(accounts.handlers.begin(), accounts.handlers.end(),
                  [](const HandlerAccount& handler) { return handler.balanced(); }) &&
      std::all_of(accounts.rules.begin(), accounts.rules.end(),
                  [](const RuleAccount& rule) { return rule.unaccounted == 0; });
  return accounts;
}

}  // namespace repo_watch
