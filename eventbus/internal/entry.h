// One subscription or target, as the engine sees it.
#ifndef EVENTBUS_INTERNAL_ENTRY_H_
#define EVENTBUS_INTERNAL_ENTRY_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventbus/internal/handler.h"
#include "eventbus/internal/type_ops.h"
#include "eventbus/rules/rule.h"

namespace eventbus::internal {

class QueueRunner;

// Shared by the route snapshots and by the deliveries on their way. All but `removed` and `parts`
// is fixed before the entry is linked in.
struct Entry {
  // Set when it is unsubscribed; read before each call (see call_frames.h).
  std::atomic<bool> removed = false;

  std::uint64_t number = 0;  // counts up in the order of subscribing
  std::string name;
  std::vector<std::string> types;  // names, or prefixes that end in ".*"; "*" is every type
  const TypeOps* ops = nullptr;    // what a typed handler takes; null: events
  const TypeKey* type = nullptr;   // ops->key, as Core::Intern keeps it
  std::optional<Rule> rule;

  // The handler; empty for a target. Taken away when nobody is inside any more.
  HandlerParts parts;

  // Where its deliveries wait; null: inline.
  std::unique_ptr<QueueRunner> queue;

  Entry();
  ~Entry();

  // Whether events of this type are for it, its rule aside.
  bool TakesType(std::string_view type) const;

  // Whether a publish may call it with nothing but the struct.
  bool IsPlain() const {
    return queue == nullptr && !rule.has_value() && ops != nullptr && parts.plain != nullptr;
  }

  // Whether its deliveries go to a sink.
  bool IsTarget() const { return parts.plain == nullptr && parts.call == nullptr; }
};

using EntryList = std::vector<std::shared_ptr<Entry>>;

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_ENTRY_H_
