#include "examples/repo_watch/accounts.h"

#include <algorithm>
#include <string_view>

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

std::size_t CountOf(const EventCounts& counts, const cloudevents::EventKey& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

// Adds the events that are nowhere, or not as often as they should be, to `missing`.
RuleAccount BalanceRule(const RunRecord& record, const Departure& departure, KeySet& missing) {
  RuleAccount account{.departure = departure};
  EventCounts ended;  // confirmed or dead
  if (const auto found = record.outside.confirmed.find(departure.path);
      found != record.outside.confirmed.end()) {
    account.confirmed = found->second.size();
    for (const cloudevents::EventKey& key : found->second) ++ended[key];
  }
  for (const eventbus::DeadLetter& letter : record.dead_letters) {
    if (letter.consumer != departure.name) continue;
    ++account.dead_letters;
    if (letter.event.has_value()) ++ended[letter.event->key()];
  }
  const auto found = record.books.matches.find(departure.name);
  const EventCounts matched = found == record.books.matches.end() ? EventCounts() : found->second;
  for (const auto& [key, count] : matched) {
    account.matched += count;
    const std::size_t there = std::min(count, CountOf(ended, key));
    account.unaccounted += count - there;
    if (there < count) missing.insert(key);
  }
  for (const auto& [key, count] : ended) {
    if (!matched.contains(key)) account.unaccounted += count;
  }
  return account;
}

std::size_t CountAccounted(const RunRecord& record, const KeySet& missing) {
  std::size_t accounted = record.posted.rejected.size();
  EventCounts accepted;
  for (const cloudevents::EventKey& key : record.posted.accepted) ++accepted[key];
  for (const auto& [key, count] : accepted) {
    if (missing.contains(key)) continue;
    // A post that was repeated for want of an answer may have been delivered more often.
    accounted += std::min(count, CountOf(record.books.times, key));
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
