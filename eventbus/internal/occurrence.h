// The fact: a published struct with its id and time, or an event from outside; shared by all
// deliveries that it causes.
//
//   publish --> Occurrence --(on demand, once)--> Event, its data
//                          --(on demand, once a type)--> decoded T
#ifndef EVENTBUS_INTERNAL_OCCURRENCE_H_
#define EVENTBUS_INTERNAL_OCCURRENCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "eventbus/id_generator.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/internal/type_ops.h"

namespace eventbus::internal {

// Thread-safe. Event and values are made at most once, and a failure to make one is remembered.
class Occurrence {
 public:
  // Of a published struct. `ops` has static lifetime, `value` is an object of its type.
  Occurrence(const TypeOps* ops, DecodedValue value, std::string type, std::string source,
             const Id128& id, absl::Time time)
      : own_type_(std::move(type)),
        type_(own_type_),
        ops_(ops),
        value_(std::move(value)),
        source_(std::move(source)),
        id_(id),
        time_(time) {}

  // Of an event that is one already. Nothing is added to it.
  explicit Occurrence(cloudevents::Event event)
      : type_(event.type()), event_(absl::StatusOr<cloudevents::Event>(std::move(event))) {}

  Occurrence(const Occurrence&) = delete;
  Occurrence& operator=(const Occurrence&) = delete;

  std::string_view type() const { return type_; }

  // The event. The pointer lives as long as the occurrence. InvalidArgument if the struct makes no
  // valid event; FailedPrecondition if its type has no encoding.
  absl::StatusOr<const cloudevents::Event*> event();

  // A value of `ops`' type: the published struct itself if that is its type, else decoded from the
  // event. The pointer lives as long as the occurrence.
  absl::StatusOr<const void*> value(const TypeOps& ops);

  // The event's id, without making the event.
  std::string id() const;

 private:
  absl::StatusOr<cloudevents::Event> MakeEvent() const;
  const absl::StatusOr<cloudevents::Event>& EventLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string own_type_;          // empty where it is the event's
  const std::string_view type_;         // of own_type_ or the event
  const TypeOps* const ops_ = nullptr;  // null: from an event
  const DecodedValue value_;
  const std::string source_;
  const Id128 id_ = {};
  const absl::Time time_;

  mutable Mutex mutex_;
  std::optional<absl::StatusOr<cloudevents::Event>> event_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::pair<TypeKey, absl::StatusOr<DecodedValue>>> decoded_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_OCCURRENCE_H_
