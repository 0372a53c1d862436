// The WebSockets protocol binding, both ways, on plain messages that know no WebSocket library.
//
//   // The client offers what it knows; the server answers with one of them, or with nothing.
//   std::string offer = cloudevents::OfferWebSocketSubprotocols(kFormats);
//   std::optional<cloudevents::WebSocketSubprotocol> chosen =
//       cloudevents::ChooseWebSocketSubprotocol(offer, kFormats);
//   absl::StatusOr<cloudevents::WebSocketMessage> message =
//       cloudevents::EncodeWebSocket(event, *chosen);
//
// WebSockets Protocol Binding for CloudEvents 1.0.2: structured mode alone, no batches; the
// subprotocol that the handshake agrees on names the event format of the whole stream.
#ifndef CLOUDEVENTS_BINDINGS_WEBSOCKET_BINDING_H_
#define CLOUDEVENTS_BINDINGS_WEBSOCKET_BINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

enum class WebSocketFrame : std::uint8_t { kText, kBinary };

struct WebSocketMessage {
  WebSocketFrame frame = WebSocketFrame::kText;
  std::string payload;
  friend bool operator==(const WebSocketMessage&, const WebSocketMessage&) = default;
};

// An agreed subprotocol: "cloudevents.json", "cloudevents.avro" or "cloudevents.proto".
struct WebSocketSubprotocol {
  std::string_view name;
  WebSocketFrame frame = WebSocketFrame::kText;  // the type that its messages must have
  const EventFormat* format = nullptr;           // one of those given
};

// The value of a client's Sec-WebSocket-Protocol header: the subprotocols of `formats`, in their
// order. Formats that have none (section 1.5) are left out; empty if none has one.
std::string OfferWebSocketSubprotocols(EventFormats formats);

// What a server answers to a client's offer (one header's value; several are joined by commas): the
// first subprotocol, in the client's order, that is one of `formats`. nullopt: none is, and the
// response should have no Sec-WebSocket-Protocol header. A client calls it with the server's answer
// to find what was agreed. Names are compared exactly (RFC 6455, section 4.1).
std::optional<WebSocketSubprotocol> ChooseWebSocketSubprotocol(std::string_view offer,
                                                               EventFormats formats);

// The message's event; the message is consumed. InvalidArgument: it came in the other type of
// frame, or the format refuses it.
absl::StatusOr<Event> DecodeWebSocket(WebSocketMessage message,
                                      const WebSocketSubprotocol& subprotocol,
                                      const DecodeOptions& options = {});

// The event as a message. InvalidArgument if the format cannot say what the event holds.
absl::StatusOr<WebSocketMessage> EncodeWebSocket(const Event& event,
                                                 const WebSocketSubprotocol& subprotocol);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_BINDINGS_WEBSOCKET_BINDING_H_
