#include "tests/interop/differences.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"

namespace interop {
namespace {

using ::cloudevents::AttributeValue;
using ::cloudevents::AttributeView;
using ::cloudevents::DataKind;
using ::cloudevents::Event;
using ::cloudevents::EventBuilder;

// An event that has nothing but one attribute of another.
class Bare {
 public:
  Bare() : bare_(*EventBuilder().Id("-").Source("-").Type("-").Build()) {}

  Event WithAttribute(const Event& event, std::string_view name) const {
    EventBuilder builder(bare_);
    const std::optional<AttributeView> value = event.attribute(name);
    if (!value.has_value()) return *builder.Build();
    if (event.extension(name).has_value()) {
      builder.Extension(name, *AttributeValue::Parse(value->type(), value->text()));
    } else {
      builder.AttributeFromText(name, value->text());
    }
    return *builder.Build();
  }

  // The media type that the data has, which JSON need not state.
  Event WithMediaType(const Event& event) const {
    EventBuilder builder(bare_);
    const std::optional<std::string_view> media_type = event.data_media_type();
    if (media_type.has_value()) builder.DataContentType(*media_type);
    return *builder.Build();
  }

 private:
  Event bare_;
};

// `event` with the attributes of `sent`, or nullopt where its data cannot go with them.
std::optional<Event> WithAttributesOf(const Event& sent, const Event& event) {
  EventBuilder builder(sent);
  switch (event.data_kind()) {
    case DataKind::kAbsent:
      builder.NoData();
      break;
    case DataKind::kJson:
      builder.JsonData(event.data());
      break;
    case DataKind::kText:
      builder.TextData(event.data());
      break;
    case DataKind::kBinary:
      builder.BinaryData(event.data());
      break;
  }
  absl::StatusOr<Event> built = builder.Build();
  if (!built.ok()) built = EventBuilder(sent).BinaryData(event.data()).Build();
  return built.ok() ? std::optional<Event>(*std::move(built)) : std::nullopt;
}

bool SameData(const Event& sent, const Event& received) {
  if ((sent.data_kind() == DataKind::kAbsent) != (received.data_kind() == DataKind::kAbsent)) {
    return false;
  }
  if (sent.data() == received.data()) return true;
  const std::optional<Event> moved = WithAttributesOf(sent, received);
  return moved.has_value() && Equivalent(sent, *moved);
}

}  // namespace

std::set<std::string, std::less<>> Differences(const Event& sent, const Event& received,
                                               bool typed) {
  std::set<std::string, std::less<>> names = {"id",         "source",  "type",
                                              "dataschema", "subject", "time"};
  for (const Event* event : {&sent, &received}) {
    for (const auto& [name, unused] : event->extensions()) names.emplace(name);
  }
  const Bare bare;
  std::erase_if(names, [&](const std::string& name) {
    return Equivalent(bare.WithAttribute(sent, name), bare.WithAttribute(received, name));
  });
  if (!Equivalent(bare.WithMediaType(sent), bare.WithMediaType(received))) {
    names.insert("datacontenttype");
  }
  if (!SameData(sent, received)) names.insert("data");
  // What has no name above must not pass for the same.
  if (names.empty() && !Equivalent(sent, received)) names.insert("event");
  if (!typed) return names;
  for (const auto& [name, value] : sent.extensions()) {
    const std::optional<AttributeView> other = received.extension(name);
    if (other.has_value() && other->type() != value.type()) {
      names.insert(cloudevents::internal::Cat("type of ", name));
    }
  }
  return names;
}

}  // namespace interop
