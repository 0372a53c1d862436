#include "tests/cloudevents/formats/round_trip_check.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {
namespace {

constexpr DecodeOptions kEnvelope = {.validate = Validation::kEnvelope, .limits = {}};

template <typename... Parts>
std::string Say(const Parts&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  return text.str();
}

// Whether Protobuf's timestamps reach it: they begin with the year 1
// (google/protobuf/timestamp.proto).
bool IsInRange(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return absl::ToCivilYear(time, utc).year() >= 1 && absl::ToCivilYear(time, utc).year() <= 9999;
}

// `again` is `once` but for what a format with types may do to a timestamp: keep its instant only,
// or have it as text where it is out of range.
bool IsKept(const AttributeView& again, const AttributeView& once) {
  const std::optional<absl::Time> instant = once.timestamp();
  if (!instant.has_value() || again.type() == AttributeType::kString) {
    return again.text() == once.text() &&
           (again.type() == once.type() || (instant.has_value() && !IsInRange(*instant)));
  }
  return again.timestamp() == instant;
}

bool KeepsAttributes(const Event& again, const Event& once) {
  // What JSON's format leaves unsaid, other formats write out.
  if (again.data_media_type() != once.data_media_type()) return false;
  for (const std::string_view name : {"id", "source", "type", "subject", "dataschema"}) {
    if (again.attribute(name) != once.attribute(name)) return false;
  }
  return again.time() == once.time() &&
         std::ranges::equal(again.extensions(), once.extensions(),
                            [](const ExtensionView& a, const ExtensionView& b) {
                              return a.name == b.name && IsKept(a.value, b.value);
                            });
}

// What is wrong with `again`, which came of writing `event` in the format and reading it.
std::string Fault(const Event& event, const Event& again, const EventFormat& format) {
  if (!Equivalent(again, event)) return Say(format.name, ": ", event, " came back as ", again);
  if (CarriesTypes(format) && !KeepsAttributes(again, event)) {
    return Say(format.name, ": ", event, " came back with other attributes: ", again);
  }
  return "";
}

absl::StatusOr<Event> ThereAndBack(const Event& event, const EventFormat& format) {
  absl::StatusOr<std::string> bytes = format.encode(event);
  if (!bytes.ok()) return bytes.status();
  return format.decode(*std::move(bytes), {});
}

std::string BatchFault(std::string_view bytes, const EventFormat& format) {
  const absl::StatusOr<std::vector<Event>> full = format.decode_batch(std::string(bytes), {});
  const absl::StatusOr<std::vector<Event>> envelope =
      format.decode_batch(std::string(bytes), kEnvelope);
  if (!full.ok()) return "";
  if (!envelope.ok() || *envelope != *full) return Say(format.name, ": validation changes a batch");
  absl::StatusOr<std::string> written = format.encode_batch(*full);
  if (!written.ok()) return Say(format.name, ": a batch is not written: ", written.status());
  const absl::StatusOr<std::vector<Event>> again = format.decode_batch(*std::move(written), {});
  if (!again.ok() || *again != *full) return Say(format.name, ": a batch came back changed");
  return "";
}

}  // namespace

bool IsBeyond(const EventFormat& format, const Event& event) {
  if (format.name == "cbor") return event.id() == "cbor that is none";
  if (format.name != "xml") return false;
  for (const ExtensionView& extension : event.extensions()) {
    if (extension.name.front() <= '9') return true;
  }
  return false;
}

bool CarriesTypes(const EventFormat& format) {
  return format.name == "protobuf" || format.name == "xml" || format.name == "cbor";
}

std::string FormatsDisagreement(const Event& event, EventFormats formats) {
  std::vector<Event> read;
  for (const EventFormat& format : formats) {
    const absl::StatusOr<Event> once = ThereAndBack(event, format);
    if (IsBeyond(format, event)) {
      if (once.ok()) return Say(format.name, ": it carries what it cannot carry");
      continue;
    }
    if (!once.ok()) return Say(format.name, ": ", event, ": ", once.status());
    if (std::string fault = Fault(event, *once, format); !fault.empty()) return fault;
    const absl::StatusOr<Event> twice = ThereAndBack(*once, format);
    if (!twice.ok() || *twice != *once) return Say(format.name, ": ", event, " does not settle");
    for (const Event& other : read) {
      if (!Equivalent(*once, other)) return Say(format.name, ": another format gave ", other);
    }
    read.push_back(*once);
  }
  return "";
}

std::string DecoderFault(std::string_view bytes, const EventFormat& format) {
  if (format.decode_batch != nullptr) {
    if (std::string fault = BatchFault(bytes, format); !fault.empty()) return fault;
  }
  const absl::StatusOr<Event> full = format.decode(std::string(bytes), {});
  const absl::StatusOr<Event> envelope = format.decode(std::string(bytes), kEnvelope);
  if (!full.ok()) return "";
  if (!envelope.ok() || *envelope != *full) return Say(format.name, ": validation changes ", *full);
  const absl::StatusOr<Event> again = ThereAndBack(*full, format);
  if (!again.ok()) return Say(format.name, ": ", *full, ": ", again.status());
  if (*again != *full) return Say(format.name, ": ", *full, " came back as ", *again);
  return "";
}

}  // namespace cloudevents
