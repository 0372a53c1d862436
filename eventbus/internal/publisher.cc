#include "eventbus/internal/publisher.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/admission.h"
#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/call_handler.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::Cat;

// Cold: keeps a failure of the handler at `slot`.
[[gnu::noinline]] void AddFailure(const Slot& slot, absl::Status status, PublishResult& result,
                                  std::vector<const Entry*>& failed) {
  ++result.failed;
  result.AddFailure({slot.entry->name, std::move(status)});
  failed.push_back(slot.entry);
}

// The dispatch loop. An exception ends the try block, not the loop: the next handler goes on.
template <bool kLight>
void CallSlots(CallFrame& frame, const RouteSnapshot& snapshot, const void* value,
               PublishResult& result, std::vector<const Entry*>& failed) {
  const Slot* slot = snapshot.slots.data();
  const Slot* const end = slot + snapshot.slots.size();
  Call call;
  std::uint32_t delivered = 0;
  while (slot != end) {
    try {
      for (; slot != end; ++slot) {
        if (!frame.Enter<kLight>(slot->entry, slot->entry->removed)) [[unlikely]] {
          continue;
        }
        if (frame.NeedsAttention()) [[unlikely]] {
          frame.Attend();
        }
        if (slot->invoke(*slot->handler, value, call)) [[likely]] {
          ++delivered;
        } else {
          AddFailure(*slot, std::move(call.status), result, failed);
        }
      }
    } catch (...) {
      AddFailure(*slot, CurrentExceptionStatus(), result, failed);
      ++slot;
    }
  }
  frame.Leave<kLight>();
  if (frame.NeedsAttention()) [[unlikely]] {
    frame.Attend();
  }
  result.delivered = delivered;
  result.matched = delivered + result.failed;
}

}  // namespace

ProducerHandle::ProducerHandle(std::shared_ptr<Core> core, const TypeOps* ops, std::string source)
    : core_(std::move(core)),
      ops_(ops),
      source_(std::move(source)),
      route_(ops->name_of == nullptr ? core_->FindRoute(ops->name) : nullptr),
      max_depth_(core_->options().max_publish_depth) {}

template <bool kLight>
bool ProducerHandle::PublishPlain(ThreadFrames& thread, const Published& published,
                                  PublishResult& result) const {
  CallFrame frame(thread);
  const RouteSnapshot* snapshot = frame.Protect<kLight>(route_->snapshot());
  if (!snapshot->plain || (!snapshot->slots.empty() && snapshot->key != ops_->key)) return false;
  std::vector<const Entry*> failed;
  CallSlots<kLight>(frame, *snapshot, published.value, result, failed);
  if (!failed.empty()) [[unlikely]] {
    BuryFailures(published, failed, result);
  }
  return true;
}

// One name for all returns, so that the result is built in the caller's place: a copy would wait
// for the counts that have just been stored.
PublishResult ProducerHandle::Publish(const Published& published) const {
  ThreadFrames& thread = CurrentThread();
  PublishResult result;
  bool done = false;
  if (route_ != nullptr && thread.depth <= max_depth_) [[likely]] {
    done = thread.light ? PublishPlain<true>(thread, published, result)
                        : PublishPlain<false>(thread, published, result);
  }
  if (!done) [[unlikely]] {
    result = PublishAll(absl::MakeConstSpan(&published, 1));
  }
  return result;
}

absl::StatusOr<std::shared_ptr<Occurrence>> ProducerHandle::Occur(
    const Published& published) const {
  std::string type =
      ops_->name_of != nullptr ? ops_->name_of(published.value) : std::string(ops_->name);
  DecodedValue value;
  if (published.shared != nullptr) {
    value = *published.shared;
  } else if (published.take != nullptr) {
    value = published.take(published.value);
  } else {
    return absl::InvalidArgumentError(
        Cat("\"", type,
            "\" cannot be copied and somebody needs it after this publish: publish it "
            "by move or as a shared_ptr"));
  }
  return std::make_shared<Occurrence>(ops_, std::move(value), std::move(type), source_,
                                      core_->ids().Next(), core_->clock().Now());
}

PublishResult ProducerHandle::PublishAll(absl::Span<const Published> batch) const {
  std::vector<std::shared_ptr<Occurrence>> occurrences;
  occurrences.reserve(batch.size());
  for (const Published& published : batch) {
    absl::StatusOr<std::shared_ptr<Occurrence>> occurrence = Occur(published);
    if (!occurrence.ok()) {
      PublishResult result;
      result.accepted = occurrence.status();
      return result;
    }
    occurrences.push_back(*std::move(occurrence));
  }
  return PublishOccurrences(*core_, std::move(occurrences));
}

void ProducerHandle::BuryFailures(const Published& published, absl::Span<const Entry* const> failed,
                                  const PublishResult& result) const {
  absl::StatusOr<std::shared_ptr<Occurrence>> occurrence = Occur(published);
  for (std::size_t i = 0; i < failed.size(); ++i) {
    const absl::Status& status = result.failures()[i].status;
    if (occurrence.ok()) {
      core_->Bury(*failed[i], Delivery{.occurrence = *occurrence}, status);
    } else {
      core_->options().observer->OnFailure({.consumer = failed[i]->name,
                                            .event_type = ops_->name,
                                            .attempts = 1,
                                            .status = status,
                                            .fate = FailureFate::kEvicted});
    }
  }
}

}  // namespace eventbus::internal
