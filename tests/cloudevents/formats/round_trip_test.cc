// Every format on events that hurt: what is written is what is read, alone and in batches, and what
// one format carries to the next says the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"
#include "cloudevents/testing/matchers.h"
#include "tests/cloudevents/formats/round_trip_check.h"
#include "tests/cloudevents/samples/arbitrary_event.h"
#include "tests/cloudevents/samples/golden_events.h"
#include "tests/cloudevents/samples/hard_events.h"

namespace cloudevents {
namespace {

using ::cloudevents::testing::EquivalentTo;

constexpr EventFormat kFormats[] = {kJsonFormat, kProtobufFormat, kXmlFormat, kAvroFormat,
                                    kCborFormat};

// All that the formats can carry.
std::vector<Event> EventsFor(absl::Span<const EventFormat> formats) {
  std::vector<Event> events = HardEvents();
  for (const std::string& name : GoldenEventNames()) events.push_back(GoldenEvent(name));
  for (const EventFormat& format : formats) {
    std::erase_if(events, [&](const Event& event) { return IsBeyond(format, event); });
  }
  return events;
}

std::vector<Event> EventsFor(const EventFormat& format) {
  return EventsFor(absl::MakeConstSpan(&format, 1));
}

Event ThereAndBack(const Event& event, const EventFormat& format) {
  absl::StatusOr<std::string> bytes = format.encode(event);
  EXPECT_TRUE(bytes.ok()) << format.name << ": " << event << ": " << bytes.status();
  absl::StatusOr<Event> again = format.decode(*std::move(bytes), {});
  EXPECT_TRUE(again.ok()) << format.name << ": " << event << ": " << again.status();
  return again.ok() ? *std::move(again) : event;
}

TEST(FormatsRoundTripTest, WhatIsWrittenIsRead) {
  for (const EventFormat& format : kFormats) {
    for (const Event& event : EventsFor(format)) {
      SCOPED_TRACE(format.name);
      const Event again = ThereAndBack(event, format);
      EXPECT_THAT(again, EquivalentTo(event));
      // An intermediary that reads and writes one format changes nothing more.
      EXPECT_EQ(ThereAndBack(again, format), again);
    }
  }
}

TEST(FormatsRoundTripTest, HardEventsAreTheSameInAllFormats) {
  for (const Event& event : HardEvents()) EXPECT_EQ(FormatsDisagreement(event, kFormats), "");
}

TEST(FormatsRoundTripTest, ArbitraryEventsAreTheSameInAllFormats) {
  std::mt19937_64 random(20260723);
  for (int i = 0; i < 3000; ++i) {
    ASSERT_EQ(FormatsDisagreement(ArbitraryEvent(RandomChoices(random)), kFormats), "") << i;
  }
}

TEST(FormatsRoundTripTest, ChainsOfFormatsSayTheSame) {
  for (const EventFormat& first : kFormats) {
    for (const EventFormat& second : kFormats) {
      for (const Event& event : EventsFor({first, second})) {
        SCOPED_TRACE(std::string(first.name) + ", then " + std::string(second.name));
        EXPECT_THAT(ThereAndBack(ThereAndBack(event, first), second), EquivalentTo(event));
      }
    }
  }
}

TEST(FormatsRoundTripTest, BatchesKeepTheirOrder) {
  for (const EventFormat& format : kFormats) {
    if (format.encode_batch == nullptr) continue;
    std::vector<std::vector<Event>> batches = {{}, EventsFor(format)};
    for (const std::string& name : GoldenBatchNames()) batches.push_back(GoldenBatch(name));
    batches.emplace_back(1000, GoldenEvent("allExtensionTypes"));
    for (const std::vector<Event>& batch : batches) {
      const absl::StatusOr<std::string> bytes = format.encode_batch(batch);
      ASSERT_TRUE(bytes.ok()) << format.name << ": " << bytes.status();
      const absl::StatusOr<std::vector<Event>> again = format.decode_batch(*bytes, {});
      ASSERT_TRUE(again.ok()) << format.name << ": " << again.status();
      ASSERT_EQ(again->size(), batch.size());
      for (std::size_t i = 0; i < batch.size(); ++i) {
        EXPECT_THAT((*again)[i], EquivalentTo(batch[i])) << format.name;
        EXPECT_EQ((*again)[i], ThereAndBack(batch[i], format)) << format.name;
      }
    }
  }
}

TEST(FormatsRoundTripTest, WhatAFormatCannotCarryIsRefused) {
  for (const EventFormat& format : kFormats) {
    for (const Event& event : HardEvents()) {
      EXPECT_EQ(format.encode(event).ok(), !IsBeyond(format, event))
          << format.name << ": " << event;
    }
  }
}

TEST(FormatsRoundTripTest, EveryTruncationIsRefusedOrReadWithoutHarm) {
  for (const EventFormat& format : kFormats) {
    for (const char* name : {"allExtensionTypes", "simpleTextData"}) {
      const std::string bytes = *format.encode(GoldenEvent(name));
      for (std::size_t length = 0; length < bytes.size(); ++length) {
        // Protobuf cannot tell every prefix from a whole message.
        const absl::StatusOr<Event> event = format.decode(bytes.substr(0, length), {});
        if (format.name != kProtobufFormat.name) {
          EXPECT_FALSE(event.ok()) << format.name << " " << length;
        }
      }
    }
  }
}

}  // namespace
}  // namespace cloudevents
