#include "eventbus/internal/route.h"

#include <algorithm>
#include <cstddef>
#include <new>

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

// Stands in for the handlers of a snapshot that has been replaced. It is called as they are, by the
// thread's innermost frame, which has announced whom it stands for.
static absl::Status* CallIfSubscribed(Handler& handler, const void* value) {
  Frame& frame = *(next_frame - 1);
  Attend(frame);
  const Entry& entry = *frame.site.load(std::memory_order_relaxed)->entry;
  if (entry.removed.load(std::memory_order_seq_cst)) return SkippedAnswer();
  return entry.parts.plain(handler, value);
}

absl::Status* SkippedAnswer() {
  static absl::Status& skipped = *new absl::Status(absl::CancelledError("unsubscribed"));
  return &skipped;
}

// The type of all entries, if each can be called with nothing but a struct of it; else null.
static const TypeKey* PlainType(const EntryList& entries) {
  if (entries.empty()) return nullptr;
  const TypeKey* type = entries.front()->type;
  const bool plain =
      std::all_of(entries.begin(), entries.end(), [type](const std::shared_ptr<Entry>& entry) {
        return entry->IsPlain() && entry->type == type;
      });
  return plain ? type : nullptr;
}

std::unique_ptr<RouteSnapshot> RouteSnapshot::Make(EntryList entries, bool sealed) {
  const TypeKey* type = sealed ? nullptr : PlainType(entries);
  const std::size_t slots = type == nullptr ? 0 : entries.size();
  void* block = ::operator new(sizeof(RouteSnapshot) + slots * sizeof(Slot),
                               std::align_val_t(alignof(RouteSnapshot)));
  std::unique_ptr<RouteSnapshot> snapshot(new (block) RouteSnapshot(std::move(entries), sealed));
  snapshot->plain_type = type;
  snapshot->slot_count = static_cast<std::uint32_t>(slots);
  for (std::size_t i = 0; i < slots; ++i) {
    const Entry* entry = snapshot->entries[i].get();
    Slot* slot = new (snapshot->slots() + i) Slot;
    slot->entry = entry;
    slot->handler = entry->parts.handler.get();
    slot->call.store(entry->parts.plain, std::memory_order_relaxed);
  }
  return snapshot;
}

void RouteSnapshot::operator delete(void* block) {
  ::operator delete(block, std::align_val_t(alignof(RouteSnapshot)));
}

void RouteSnapshot::Detour() {
  for (std::uint32_t i = 0; i < slot_count; ++i) {
    slots()[i].call.store(&CallIfSubscribed, std::memory_order_seq_cst);
  }
}

std::unique_ptr<RouteSnapshot> Route::Replace(EntryList entries, bool sealed) {
  std::unique_ptr<RouteSnapshot> old(snapshot_.exchange(
      RouteSnapshot::Make(std::move(entries), sealed).release(), std::memory_order_seq_cst));
  old->Detour();
  return old;
}

}  // namespace eventbus::internal
