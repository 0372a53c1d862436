#include "eventbus/internal/publisher.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/admission.h"
#include "eventbus/internal/catch_exceptions.h"
#include "eventbus/internal/core.h"

namespace eventbus::internal {

using cloudevents::internal::Cat;

struct Outliers {
  std::uint32_t skipped = 0;
  std::vector<std::pair<const Entry*, absl::Status>> failed;
};

namespace {

// Cold: the handler at `slot` was not delivered to. Makes `outliers` the first time.
[[gnu::noinline, gnu::cold]] Outliers* Add(const Slot& slot, absl::Status* answer,
                                           Outliers* outliers) {
  if (outliers == nullptr) outliers = new Outliers;
  if (answer == SkippedAnswer()) {
    ++outliers->skipped;
  } else {
    outliers->failed.emplace_back(slot.entry, *std::unique_ptr<absl::Status>(answer));
  }
  return outliers;
}

[[gnu::noinline, gnu::cold]] Outliers* AddException(const Slot& slot, Outliers* outliers) {
  return Add(slot, new absl::Status(CurrentExceptionStatus("the handler")), outliers);
}

// Calls the handlers of a plain snapshot. Null if all were delivered to. An exception ends the try
// block, not the loop: the next handler goes on. On its own, so that it lives in registers.
template <bool kLight>
[[gnu::noinline]] Outliers* CallSlots(Frame& frame, const Slot* slot, std::size_t count,
                                      const void* value) noexcept {
  const Slot* const end = slot + count;
  Outliers* outliers = nullptr;
  for (;;) {
    try {
      for (; slot != end; ++slot) {
        Announce<kLight>(frame.site, slot);
        const PlainFunction call = slot->call.load(kLoadAfterAnnounce<kLight>);
        if (absl::Status* answer = call(*slot->handler, value)) [[unlikely]] {
          outliers = Add(*slot, answer, outliers);
        }
      }
      break;
    } catch (...) {
      outliers = AddException(*slot, outliers);
      ++slot;
    }
  }
  Announce<kLight>(frame.site, nullptr);
  Attend(frame);
  return outliers;
}

}  // namespace

ProducerHandle::ProducerHandle(std::shared_ptr<Core> core, const TypeOps* ops, std::string source)
    : type_(core->Intern(ops->key)), ops_(ops), core_(std::move(core)), source_(std::move(source)) {
  const Route* route = ops->name_of == nullptr ? core_->FindRoute(ops->name) : nullptr;
  if (route == nullptr) return;
  snapshot_ = &route->snapshot();
  if (HasLightOrder()) plain_depth_ = (core_->options().max_publish_depth + 1) * sizeof(Frame);
}

absl::StatusOr<std::shared_ptr<Occurrence>> ProducerHandle::Occur(
    const Published& published) const {
  std::string type(ops_->name);
  DecodedValue value;
  const absl::Status status = CatchExceptions(ops_->name, [&] {
    if (ops_->name_of != nullptr) type = ops_->name_of(published.value);
    if (published.shared != nullptr) {
      value = *published.shared;
    } else if (published.take != nullptr) {
      value = published.take(published.value);
    } else {
      return absl::InvalidArgumentError(
          Cat("\"", type,
              "\" cannot be copied and somebody needs it after this publish: publish it by move or "
              "as a shared_ptr"));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
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
  return PublishOccurrences(RouteFinder(*core_, snapshot_), std::move(occurrences));
}

template <bool kLight>
inline bool ProducerHandle::PublishPlain(Frame* next, const Published& published,
                                         PublishResult& result) const {
  CallFrame call(next);
  const RouteSnapshot& snapshot = *call.Protect<kLight>(*snapshot_);
  if (snapshot.plain_type != type_) [[unlikely]] {
    return !snapshot.sealed && snapshot.entries.empty();
  }
  result.matched = snapshot.slot_count;
  result.delivered = snapshot.slot_count;
  Outliers* outliers =
      CallSlots<kLight>(call.frame(), snapshot.slots(), snapshot.slot_count, published.value);
  if (outliers != nullptr) [[unlikely]] {
    Account(published, outliers, result);
  }
  return true;
}

// One name for all returns, so that the result is built in the caller's place: a copy would wait
// for the counts that have just been stored.
PublishResult ProducerHandle::Publish(const Published& published) const {
  PublishResult result;
  Frame* const next = next_frame;
  if (DepthInBytes(next) >= plain_depth_ || !PublishPlain<true>(next, published, result))
      [[unlikely]] {
    PublishTheLongWay(published, result);
  }
  return result;
}

// What the fast path leaves over: threads that publish for the first time, the plain order, and all
// publishes that need more than the struct.
[[gnu::noinline, gnu::cold]] void ProducerHandle::PublishTheLongWay(const Published& published,
                                                                    PublishResult& result) const {
  RegisterThread();
  if (snapshot_ == nullptr || Depth() > core_->options().max_publish_depth ||
      !PublishPlain<false>(next_frame, published, result)) {
    result = PublishAll(absl::MakeConstSpan(&published, 1));
  }
}

void ProducerHandle::Account(const Published& published, Outliers* outliers,
                             PublishResult& result) const {
  const std::unique_ptr<Outliers> owned(outliers);
  result.matched -= outliers->skipped;
  result.failed = static_cast<std::uint32_t>(outliers->failed.size());
  result.delivered = result.matched - result.failed;
  if (outliers->failed.empty()) return;
  const absl::StatusOr<std::shared_ptr<Occurrence>> occurrence = Occur(published);
  for (const auto& [entry, status] : outliers->failed) {
    result.AddFailure({entry->name, status});
    if (occurrence.ok()) {
      core_->Bury(*entry, Delivery{.occurrence = *occurrence}, status);
    } else {
      core_->options().observer->OnFailure({.consumer = entry->name,
                                            .event_type = ops_->name,
                                            .attempts = 1,
                                            .status = status,
                                            .fate = FailureFate::kEvicted});
    }
  }
}

}  // namespace eventbus::internal
