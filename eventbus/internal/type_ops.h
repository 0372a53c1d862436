// A struct type as data: what the engine, which is no template, needs to know of it.
//
// Per event type the templates make one table of small functions; everything else is compiled once.
#ifndef EVENTBUS_INTERNAL_TYPE_OPS_H_
#define EVENTBUS_INTERNAL_TYPE_OPS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/event.h"
#include "eventbus/event_type.h"

namespace eventbus::internal {

// Tells C++ types apart without RTTI. Two shared libraries with their own copies of a struct may
// have two keys for it (they then meet through the event); size and alignment are compared as well,
// so that two layouts under one merged symbol are not taken for each other.
struct TypeKey {
  const void* tag = nullptr;
  std::uint64_t layout = 0;
  friend bool operator==(const TypeKey&, const TypeKey&) = default;
  friend bool operator<(const TypeKey& a, const TypeKey& b) {
    return a.tag != b.tag ? std::less<>()(a.tag, b.tag) : a.layout < b.layout;
  }
};

template <typename T>
inline constexpr char kTypeTag = 0;

template <typename T>
constexpr TypeKey KeyOf() {
  return {&kTypeTag<T>, std::uint64_t{sizeof(T)} << 16 | alignof(T)};
}

using DecodedValue = std::shared_ptr<const void>;

struct TypeOps {
  TypeKey key;
  std::string_view name;  // EventType<T>::kName
  absl::Span<const std::string_view> decoded_from;
  std::string (*name_of)(const void* value);  // null: always `name`
  absl::Status (*encode)(const void* value, cloudevents::EventBuilder& builder);  // null: cannot
  absl::StatusOr<DecodedValue> (*decode)(const cloudevents::Event& event);        // null: cannot
  DecodedValue (*copy)(const void* value);                                        // null: cannot
};

template <typename T>
std::string NameOf(const void* value) {
  return std::string(EventType<T>::Name(*static_cast<const T*>(value)));
}

template <typename T>
absl::Status EncodeValue(const void* value, cloudevents::EventBuilder& builder) {
  const T& typed = *static_cast<const T*>(value);
  absl::Status status = EventType<T>::Encode(typed, builder);
  if constexpr (requires { EventType<T>::Attributes(typed, builder); }) {
    if (status.ok()) EventType<T>::Attributes(typed, builder);
  }
  return status;
}

// Shares an object. Not std::make_shared<T>: the standard library's templates are visible to all
// shared libraries, whatever T is, so that two libraries' own structs of one name would be
// destroyed by the code of either.
template <typename T>
DecodedValue Share(const T* value) {
  constexpr void (*kDelete)(const void*) = [](const void* object) {
    delete static_cast<const T*>(object);
  };
  return DecodedValue(static_cast<const void*>(value), kDelete);
}

template <typename T>
absl::StatusOr<DecodedValue> DecodeValue(const cloudevents::Event& event) {
  absl::StatusOr<T> decoded = EventType<T>::Decode(event);
  if (!decoded.ok()) return decoded.status();
  return Share(new T(*std::move(decoded)));
}

template <typename T>
DecodedValue CopyValue(const void* value) {
  return Share(new T(*static_cast<const T*>(value)));
}

template <EventStruct T>
constexpr TypeOps MakeTypeOps() {
  static_assert(!std::is_polymorphic_v<T>,
                "an event is a value: a polymorphic struct would be sliced");
  TypeOps ops = {};
  ops.key = KeyOf<T>();
  ops.name = EventType<T>::kName;
  if constexpr (requires { EventType<T>::kDecodedFrom; }) {
    ops.decoded_from = EventType<T>::kDecodedFrom;
  }
  if constexpr (requires(const T& value) { EventType<T>::Name(value); }) ops.name_of = &NameOf<T>;
  if constexpr (requires(const T& value, cloudevents::EventBuilder& builder) {
                  EventType<T>::Encode(value, builder);
                }) {
    ops.encode = &EncodeValue<T>;
  }
  if constexpr (requires(const cloudevents::Event& event) { EventType<T>::Decode(event); }) {
    ops.decode = &DecodeValue<T>;
  }
  if constexpr (std::is_copy_constructible_v<T>) ops.copy = &CopyValue<T>;
  return ops;
}

template <EventStruct T>
inline constexpr TypeOps kTypeOps = MakeTypeOps<T>();

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_TYPE_OPS_H_
