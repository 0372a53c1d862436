#include "eventbus/internal/route.h"

#include "eventbus/internal/queue_runner.h"

namespace eventbus::internal {

Entry::Entry() = default;
Entry::~Entry() = default;

bool Entry::TakesType(std::string_view type) const {
  for (const std::string& pattern : types) {
    if (pattern == type || pattern == "*") return true;
    if (pattern.ends_with(".*") &&
        type.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1))) {
      return true;
    }
  }
  return false;
}

RouteSnapshot::RouteSnapshot(EntryList list, bool sealed)
    : entries(std::move(list)), plain(!sealed) {
  if (sealed) return;
  for (const std::shared_ptr<Entry>& entry : entries) {
    if (!entry->IsPlain() || (!slots.empty() && entry->ops->key != key)) {
      plain = false;
      slots.clear();
      return;
    }
    key = entry->ops->key;
    slots.push_back({entry->parts.invoke, entry->parts.handler.get(), entry.get()});
  }
}

}  // namespace eventbus::internal
