#include "cloudevents/bindings/websocket_binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using ::testing::HasSubstr;

// Formats by their media types; only these matter to the handshake.
constexpr EventFormat kAvro = {.name = "avro", .media_type = "application/cloudevents+avro"};
constexpr EventFormat kProtobuf = {.name = "protobuf",
                                   .media_type = "application/cloudevents+protobuf"};
constexpr EventFormat kXml = {.name = "xml", .media_type = "application/cloudevents+xml"};
constexpr EventFormat kAll[] = {kProtobuf, kXml, kJsonFormat, kAvro};

TEST(WebSocketBindingTest, OffersTheFormatsThatHaveASubprotocol) {
  EXPECT_EQ(OfferWebSocketSubprotocols(kAll),
            "cloudevents.proto, cloudevents.json, cloudevents.avro");
  EXPECT_EQ(OfferWebSocketSubprotocols(kOnlyJson), "cloudevents.json");
  EXPECT_EQ(OfferWebSocketSubprotocols({}), "");
}

struct ChoiceRow {
  std::string_view offer;
  std::string_view chosen;  // empty: none
};

TEST(WebSocketBindingTest, ChoosesTheClientsFirstThatIsKnown) {
  const ChoiceRow rows[] = {
      {"", ""},
      {"cloudevents.json", "cloudevents.json"},
      {"cloudevents.json, cloudevents.avro", "cloudevents.json"},
      {"mqtt,cloudevents.avro,cloudevents.json", "cloudevents.avro"},
      {" cloudevents.proto\t", "cloudevents.proto"},
      {",,cloudevents.json", "cloudevents.json"},
      {"cloudevents.xml", ""},
      {"Cloudevents.json", ""},
      {"cloudevents.json2", ""},
      {"cloudevents", ""},
  };
  for (const ChoiceRow& row : rows) {
    const std::optional<WebSocketSubprotocol> chosen = ChooseWebSocketSubprotocol(row.offer, kAll);
    EXPECT_EQ(chosen.has_value() ? chosen->name : "", row.chosen) << row.offer;
  }
  EXPECT_FALSE(ChooseWebSocketSubprotocol("cloudevents.avro", kOnlyJson).has_value());
}

TEST(WebSocketBindingTest, EachSubprotocolHasItsTypeOfFrame) {
  EXPECT_EQ(ChooseWebSocketSubprotocol("cloudevents.json", kAll)->frame, WebSocketFrame::kText);
  EXPECT_EQ(ChooseWebSocketSubprotocol("cloudevents.avro", kAll)->frame, WebSocketFrame::kBinary);
  EXPECT_EQ(ChooseWebSocketSubprotocol("cloudevents.proto", kAll)->frame, WebSocketFrame::kBinary);

  const WebSocketSubprotocol json = *ChooseWebSocketSubprotocol("cloudevents.json", kOnlyJson);
  const Event event = *EventBuilder().Id("1").Source("/s").Type("t").Build();
  const absl::StatusOr<WebSocketMessage> message = EncodeWebSocket(event, json);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->frame, WebSocketFrame::kText);
  EXPECT_EQ(*DecodeWebSocket(*message, json), event);
  const absl::StatusOr<Event> wrong = DecodeWebSocket({WebSocketFrame::kBinary, "{}"}, json);
  EXPECT_THAT(internal::Message(wrong.status()), HasSubstr("its messages are text"));
}

}  // namespace
}  // namespace cloudevents
