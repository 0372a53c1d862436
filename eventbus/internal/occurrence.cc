#include "eventbus/internal/occurrence.h"

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/catch_exceptions.h"

namespace eventbus::internal {

using cloudevents::internal::Annotate;
using cloudevents::internal::Cat;

namespace {

absl::StatusOr<DecodedValue> Decode(const TypeOps& ops, const cloudevents::Event& event) {
  if (ops.decode == nullptr) {
    return absl::FailedPreconditionError(Cat("EventType of \"", ops.name, "\" has no Decode"));
  }
  absl::StatusOr<DecodedValue> value;
  const absl::Status status = CatchExceptions("its Decode", [&] {
    value = ops.decode(event);
    return value.status();
  });
  if (!status.ok()) return status;
  return value;
}

}  // namespace

absl::StatusOr<cloudevents::Event> Occurrence::MakeEvent() const {
  if (ops_->encode == nullptr) {
    return absl::FailedPreconditionError(
        Cat("EventType of \"", ops_->name,
            "\" has no Encode: derive it from eventbus::JsonEventType, or give it one"));
  }
  cloudevents::EventBuilder builder;
  builder.Id(FormatUuid(id_)).Source(source_).Type(type_).Time(time_);
  const absl::Status encoded =
      CatchExceptions("its Encode", [&] { return ops_->encode(value_.get(), builder); });
  if (!encoded.ok()) return Annotate(type_, encoded);
  absl::StatusOr<cloudevents::Event> event = builder.Build();
  if (!event.ok()) return Annotate(type_, event.status());
  return event;
}

const absl::StatusOr<cloudevents::Event>& Occurrence::EventLocked() {
  if (!event_.has_value()) event_ = MakeEvent();
  return *event_;
}

absl::StatusOr<const cloudevents::Event*> Occurrence::event() {
  MutexLock lock(mutex_);
  const absl::StatusOr<cloudevents::Event>& event = EventLocked();
  if (!event.ok()) return event.status();
  return &*event;
}

absl::StatusOr<const void*> Occurrence::value(const TypeOps& ops) {
  if (ops_ != nullptr && ops_->key == ops.key) return value_.get();
  MutexLock lock(mutex_);
  for (const auto& [key, value] : decoded_) {
    if (key != ops.key) continue;
    if (!value.ok()) return value.status();
    return value->get();
  }
  const absl::StatusOr<cloudevents::Event>& event = EventLocked();
  absl::StatusOr<DecodedValue> value =
      event.ok() ? Decode(ops, *event) : absl::StatusOr<DecodedValue>(event.status());
  if (!value.ok()) value = Annotate(Cat("decoding ", type_), value.status());
  decoded_.emplace_back(ops.key, std::move(value));
  const absl::StatusOr<DecodedValue>& kept = decoded_.back().second;
  if (!kept.ok()) return kept.status();
  return kept->get();
}

std::string Occurrence::id() const {
  if (ops_ != nullptr) return FormatUuid(id_);
  MutexLock lock(mutex_);
  return std::string((*event_)->id());
}

}  // namespace eventbus::internal
