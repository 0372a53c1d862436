// The fast path of a publish: a struct to plain inline handlers, with no lock, no clock read, no id
// and no allocation.
#ifndef EVENTBUS_INTERNAL_PUBLISHER_H_
#define EVENTBUS_INTERNAL_PUBLISHER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "eventbus/internal/route.h"
#include "eventbus/internal/type_ops.h"
#include "eventbus/publish_result.h"

namespace eventbus::internal {

class Core;
class Occurrence;

// A struct being published, and how the bus can come to own it.
struct Published {
  const void* value = nullptr;
  // Makes a shared copy, or moves the value out; null: not possible without `shared`.
  DecodedValue (*take)(const void* value) = nullptr;
  const DecodedValue* shared = nullptr;  // the publisher's own shared object
};

// The handlers that a publish did not deliver to: rarely any.
struct Outliers;

// A module's handle on one event type: what the templates of EventBus and Publisher call. None of
// it is a template itself: a program's many event types share one loop in the instruction cache.
// Thread-safe.
class ProducerHandle {
 public:
  ProducerHandle(std::shared_ptr<Core> core, const TypeOps* ops, std::string source);

  PublishResult Publish(const Published& published) const;
  PublishResult PublishAll(absl::Span<const Published> batch) const;

 private:
  void PublishTheLongWay(const Published& published, PublishResult& result) const;
  template <bool kLight>
  bool PublishPlain(Frame* next, const Published& published, PublishResult& result) const;
  void Account(const Published& published, Outliers* outliers, PublishResult& result) const;
  absl::StatusOr<std::shared_ptr<Occurrence>> Occur(const Published& published) const;

  // The depth, in bytes of frames, from which on a publish does not take the fast path; 0 where the
  // type's name depends on the value, where there are too many routes, and in the plain order.
  std::size_t plain_depth_ = 0;
  const CurrentSnapshot* snapshot_ = nullptr;  // of the route, if there is one
  const TypeKey* type_;
  const TypeOps* ops_;
  std::shared_ptr<Core> core_;
  std::string source_;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_PUBLISHER_H_
