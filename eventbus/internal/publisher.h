// The fast path of a publish: a struct to plain inline handlers, with no lock, no clock read, no id
// and no allocation.
#ifndef EVENTBUS_INTERNAL_PUBLISHER_H_
#define EVENTBUS_INTERNAL_PUBLISHER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/types/span.h"
#include "eventbus/internal/call_frames.h"
#include "eventbus/internal/core.h"
#include "eventbus/internal/type_ops.h"
#include "eventbus/publish_result.h"

namespace eventbus::internal {

// A struct being published, and how the bus can come to own it.
struct Published {
  const void* value = nullptr;
  // Makes a shared copy, or moves the value out; null: not possible without `shared`.
  DecodedValue (*take)(const void* value) = nullptr;
  const DecodedValue* shared = nullptr;  // the publisher's own shared object
};

// A module's handle on one event type: what the templates of EventBus and Publisher call.
// Thread-safe.
class ProducerHandle {
 public:
  ProducerHandle(std::shared_ptr<Core> core, const TypeOps* ops, std::string source);

  PublishResult Publish(const Published& published) const;
  PublishResult PublishAll(absl::Span<const Published> batch) const;

 private:
  template <bool kLight>
  bool PublishPlain(ThreadFrames& thread, const Published& published, PublishResult& result) const;
  absl::StatusOr<std::shared_ptr<Occurrence>> Occur(const Published& published) const;
  void BuryFailures(const Published& published, absl::Span<const Entry* const> failed,
                    const PublishResult& result) const;

  std::shared_ptr<Core> core_;
  const TypeOps* ops_;
  std::string source_;
  Route* route_;  // null: the name depends on the value, or there are too many routes
  std::size_t max_depth_;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_PUBLISHER_H_
