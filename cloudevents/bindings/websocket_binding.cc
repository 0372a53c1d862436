#include "cloudevents/bindings/websocket_binding.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/optional_space.h"

namespace cloudevents {
namespace {

struct Row {
  std::string_view subprotocol;
  std::string_view media_type;
  WebSocketFrame frame;
};

// Section 1.5.
constexpr Row kRows[] = {
    {"cloudevents.json", "application/cloudevents+json", WebSocketFrame::kText},
    {"cloudevents.avro", "application/cloudevents+avro", WebSocketFrame::kBinary},
    {"cloudevents.proto", "application/cloudevents+protobuf", WebSocketFrame::kBinary},
};

const Row* FindByMediaType(std::string_view media_type) {
  const Row* end = std::end(kRows);
  const Row* found = std::find_if(std::begin(kRows), end,
                                  [&](const Row& row) { return row.media_type == media_type; });
  return found == end ? nullptr : found;
}

std::optional<WebSocketSubprotocol> Find(std::string_view name, EventFormats formats) {
  for (const Row& row : kRows) {
    if (row.subprotocol != name) continue;
    const std::optional<FoundFormat> found = FindFormat(formats, row.media_type);
    if (!found.has_value() || found->batch) return std::nullopt;
    return WebSocketSubprotocol{row.subprotocol, row.frame, found->format};
  }
  return std::nullopt;
}

}  // namespace

std::string OfferWebSocketSubprotocols(EventFormats formats) {
  std::string offer;
  for (const EventFormat& format : formats) {
    const Row* row = FindByMediaType(format.media_type);
    if (row == nullptr) continue;
    if (!offer.empty()) offer += ", ";
    offer += row->subprotocol;
  }
  return offer;
}

std::optional<WebSocketSubprotocol> ChooseWebSocketSubprotocol(std::string_view offer,
                                                               EventFormats formats) {
  while (!offer.empty()) {
    const std::size_t comma = std::min(offer.find(','), offer.size());
    const std::string_view name = internal::TrimOptionalSpace(offer.substr(0, comma));
    if (std::optional<WebSocketSubprotocol> found = Find(name, formats)) return found;
    offer.remove_prefix(std::min(comma + 1, offer.size()));
  }
  return std::nullopt;
}

absl::StatusOr<Event> DecodeWebSocket(WebSocketMessage message,
                                      const WebSocketSubprotocol& subprotocol,
                                      const DecodeOptions& options) {
  if (message.frame != subprotocol.frame) {
    return internal::InvalidArgument("subprotocol ", subprotocol.name, ": its messages are ",
                                     subprotocol.frame == WebSocketFrame::kText ? "text" : "binary",
                                     ", and this one is not");
  }
  return subprotocol.format->decode(std::move(message.payload), options);
}

absl::StatusOr<WebSocketMessage> EncodeWebSocket(const Event& event,
                                                 const WebSocketSubprotocol& subprotocol) {
  absl::StatusOr<std::string> payload = subprotocol.format->encode(event);
  if (!payload.ok()) return payload.status();
  return WebSocketMessage{subprotocol.frame, *std::move(payload)};
}

}  // namespace cloudevents
