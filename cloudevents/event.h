// One CloudEvents record: an immutable value.
//
//   absl::StatusOr<cloudevents::Event> event = cloudevents::EventBuilder()
//       .Id("o-1").Source("/shop").Type("com.shop.order.placed")
//       .Subject("orders/o-1")
//       .Extension("region", "eu-west-1")
//       .JsonData(R"({"country":"JP","total_cents":129900})")
//       .Build();
//   std::string bytes = cloudevents::EncodeJson(*event);
//
// An event holds its attributes and its data as bytes of one shared buffer. Copying is cheap (a
// reference count), accessors return views that live as long as any copy of the event does, and
// reading allocates nothing. All const functions are thread-safe.
#ifndef CLOUDEVENTS_EVENT_H_
#define CLOUDEVENTS_EVENT_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "nlohmann/json_fwd.hpp"

namespace cloudevents {

namespace internal {
struct EventRep;
}  // namespace internal

// How an event's data is held.
enum class DataKind : std::uint8_t {
  kAbsent,  // the event has no data; not the same as the JSON value null
  kJson,    // one JSON text, byte for byte as it came
  kText,    // UTF-8 text whose media type is not JSON
  kBinary,  // bytes
};

// One extension attribute.
struct ExtensionView {
  std::string_view name;
  AttributeView value;
  friend bool operator==(const ExtensionView&, const ExtensionView&) = default;
};

// What makes an event distinct: `source` and `id` together (CloudEvents 1.0.2, section "id").
// Hashable by absl::Hash and std::hash, for deduplication.
struct EventKey {
  std::string source;
  std::string id;
  friend bool operator==(const EventKey&, const EventKey&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const EventKey& key) {
    return H::combine(std::move(state), key.source, key.id);
  }
};

class Event {
 public:
  // Events are made by EventBuilder and by the decoders. A moved-from event may only be destroyed
  // or assigned to.
  Event(const Event&) = default;
  Event(Event&&) noexcept = default;
  Event& operator=(const Event&) = default;
  Event& operator=(Event&&) noexcept = default;
  ~Event() = default;

  // The required attributes. Never empty.
  std::string_view id() const;
  std::string_view source() const;
  std::string_view type() const;
  std::string_view specversion() const;  // "1.0"

  // The optional attributes; nullopt where unset.
  std::optional<std::string_view> datacontenttype() const;
  std::optional<std::string_view> dataschema() const;
  std::optional<std::string_view> subject() const;
  std::optional<absl::Time> time() const;             // the instant, to the nanosecond
  std::optional<std::string_view> time_text() const;  // as written: offset and fraction kept

  // The extension attributes, sorted by name.
  absl::Span<const ExtensionView> extensions() const;
  std::optional<AttributeView> extension(std::string_view name) const;

  // Any set context attribute by its name, extensions included; nullopt if unset. "data" is none.
  std::optional<AttributeView> attribute(std::string_view name) const;

  // The data: its kind, and its bytes (JSON text, UTF-8 text, or raw bytes; empty if absent).
  DataKind data_kind() const;
  std::string_view data() const;

  // The media type that the data has: datacontenttype, or "application/json" where that is unset
  // and the data is JSON (JSON format 1.0.2, section 3.1.2); nullopt where neither holds.
  std::optional<std::string_view> data_media_type() const;

  // The data as a parsed JSON value. It is parsed on the first call and kept; the pointer lives as
  // long as any copy of the event. FailedPrecondition if the data is not JSON; InvalidArgument if
  // the bytes, taken over unchecked (Validation::kEnvelope), are no JSON text after all, or if a
  // number in them is too large for a double (JSON's grammar allows it, and data() keeps it).
  absl::StatusOr<const nlohmann::json*> json() const;

  EventKey key() const { return {std::string(source()), std::string(id())}; }

  // One line for people: attributes, and the data shortened.
  std::string DebugString() const;

  // Exact: the same attributes with the same types and texts, the same kind and bytes of data.
  friend bool operator==(const Event& a, const Event& b);

  // Used by the decoders and the builder of this package.
  explicit Event(std::shared_ptr<const internal::EventRep> rep) : rep_(std::move(rep)) {}

 private:
  std::shared_ptr<const internal::EventRep> rep_;
};

// Whether two events say the same by the specification's type system: attributes are compared in
// canonical string form whatever their types, timestamps by instant, the media type and its
// parameters case-insensitively where the rules allow, JSON data as JSON values (numbers exactly,
// as far as 64 bits hold them), other data by bytes, and JSON that nests deeper than
// kMaxBuiltJsonDepth too. It is what a round trip through a format without attribute types keeps.
bool Equivalent(const Event& a, const Event& b);

std::ostream& operator<<(std::ostream& out, const Event& event);

// How deep JSON data may nest that a builder takes.
inline constexpr std::size_t kMaxBuiltJsonDepth = 512;

// Collects the parts of an event and checks them all in Build(). Not thread-safe. Reusable: after
// Build() it still holds what was set.
class EventBuilder {
 public:
  EventBuilder();
  // Starts from all that `event` has.
  explicit EventBuilder(const Event& event);
  EventBuilder(const EventBuilder&);
  EventBuilder& operator=(const EventBuilder&);
  EventBuilder(EventBuilder&&) noexcept;
  EventBuilder& operator=(EventBuilder&&) noexcept;
  ~EventBuilder();

  EventBuilder& Id(std::string_view id);
  EventBuilder& Source(std::string_view source);  // a URI-reference
  EventBuilder& Type(std::string_view type);
  EventBuilder& DataContentType(std::string_view media_type);
  EventBuilder& DataSchema(std::string_view uri);
  EventBuilder& Subject(std::string_view subject);
  EventBuilder& Time(absl::Time time);
  EventBuilder& Time(std::string_view rfc3339);  // kept as written
  EventBuilder& Extension(std::string_view name, AttributeValue value);
  EventBuilder& RemoveExtension(std::string_view name);

  // Sets any attribute by its name from canonical text, as decoders of string-only formats do:
  // a core attribute gets its type, an extension becomes a String. The last value holds.
  EventBuilder& AttributeFromText(std::string_view name, std::string_view text);

  // The data. JSON text is kept byte for byte and must be one valid JSON value, nested at
  // most kMaxBuiltJsonDepth deep; text must be UTF-8. Without a datacontenttype, text reaches
  // consumers as bytes where a format has no way of its own to say that it is text.
  // Setting data replaces what was set before and leaves datacontenttype as it is.
  EventBuilder& JsonData(std::string_view json_text);
  // Exactly nlohmann::json, since text converts into it too. Its numbers must be finite and its
  // strings UTF-8; Build() says so if they are not.
  template <std::same_as<nlohmann::json> T>
  EventBuilder& JsonData(const T& value) {
    return SerializeData(value);
  }
  EventBuilder& TextData(std::string_view text);
  EventBuilder& BinaryData(std::string_view bytes);
  EventBuilder& NoData();

  // The event. InvalidArgument names the first attribute that is missing or breaks a rule, the
  // rule, and the offending value (shortened). JSON data with a datacontenttype that is not JSON is
  // refused (text with a JSON one too, since the JSON format could not tell them apart).
  absl::StatusOr<Event> Build() const;

 private:
  EventBuilder& SerializeData(const nlohmann::json& value);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace cloudevents

template <>
struct std::hash<cloudevents::EventKey> {
  std::size_t operator()(const cloudevents::EventKey& key) const noexcept;
};

#endif  // CLOUDEVENTS_EVENT_H_
