#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/types/span.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

void AddAttribute(std::string_view name, std::optional<std::string_view> text,
                  HttpMessage& message) {
  if (!text.has_value()) return;
  message.headers.push_back({internal::Cat("ce-", name), PercentEncodeHeaderValue(*text)});
}

// Attributes become headers, data the body, and its media type the Content-Type (section 3.1).
HttpMessage EncodeBinary(const Event& event) {
  HttpMessage message;
  constexpr std::size_t kCoreHeaders = 8;
  message.headers.reserve(kCoreHeaders + event.extensions().size());
  if (const std::optional<std::string_view> media_type = event.data_media_type()) {
    message.headers.push_back({"Content-Type", std::string(*media_type)});
  }
  AddAttribute("specversion", event.specversion(), message);
  AddAttribute("id", event.id(), message);
  AddAttribute("source", event.source(), message);
  AddAttribute("type", event.type(), message);
  AddAttribute("dataschema", event.dataschema(), message);
  AddAttribute("subject", event.subject(), message);
  AddAttribute("time", event.time_text(), message);
  for (const ExtensionView& extension : event.extensions()) {
    AddAttribute(extension.name, extension.value.text(), message);
  }
  message.body = event.data();
  return message;
}

HttpMessage WithBody(std::string_view media_type, std::string body) {
  HttpMessage message;
  message.headers.push_back({"Content-Type", std::string(media_type)});
  message.body = std::move(body);
  return message;
}

}  // namespace

HttpMessage EncodeHttp(const Event& event, ContentMode mode) {
  switch (mode) {
    case ContentMode::kBinary:
      return EncodeBinary(event);
    case ContentMode::kStructured:
      return WithBody(kJsonMediaType, EncodeJson(event));
    case ContentMode::kBatched:
      break;
  }
  return EncodeHttpBatch(absl::MakeConstSpan(&event, 1));
}

HttpMessage EncodeHttpBatch(absl::Span<const Event> events) {
  return WithBody(kJsonBatchMediaType, EncodeJsonBatch(events));
}

}  // namespace cloudevents
