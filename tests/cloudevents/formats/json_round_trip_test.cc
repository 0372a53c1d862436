// Random events against a naive oracle: the same event as a nlohmann value, written and read by
// nlohmann's library alone.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"

namespace cloudevents {
namespace {

class RandomEvents {
 public:
  explicit RandomEvents(std::uint32_t seed) : random_(seed) {}

  bool Coin() { return random_() % 2 == 0; }
  std::size_t Below(std::size_t bound) { return random_() % bound; }

  // A String attribute: no control characters, but quotes, backslashes and all planes.
  std::string Text(std::size_t max_points) {
    constexpr std::string_view kPieces[] = {"a",      "Z",      "0",          "\"", "\\",
                                            "/",      " ",      "%",          "~",  "\u00E9",
                                            "\u20AC", "\uFFFD", "\U0001F600", "'",  "<b>"};
    std::string text = "x";
    for (std::size_t i = Below(max_points); i > 0; --i) text += kPieces[Below(std::size(kPieces))];
    return text;
  }

  std::string Name() {
    std::string name;
    for (std::size_t i = Below(20) + 1; i > 0; --i) {
      name += "abcdefghijklmnopqrstuvwxyz0123456789"[Below(36)];
    }
    return "x" + name;  // none of the specification's own
  }

  std::string Bytes() {
    std::string bytes;
    for (std::size_t i = Below(40); i > 0; --i) bytes += static_cast<char>(random_());
    return bytes;
  }

  nlohmann::json Value(int depth) {
    switch (Below(depth > 0 ? 7 : 5)) {
      case 0:
        return nullptr;
      case 1:
        return Coin();
      case 2:
        return static_cast<std::int64_t>(random_()) - static_cast<std::int64_t>(random_());
      case 3:
        return static_cast<double>(random_()) / 1024;
      case 4:
        return Text(30) + "\n\t";
      case 5: {
        nlohmann::json array = nlohmann::json::array();
        for (std::size_t i = Below(4); i > 0; --i) array.push_back(Value(depth - 1));
        return array;
      }
      default: {
        nlohmann::json object = nlohmann::json::object();
        for (std::size_t i = Below(4); i > 0; --i) object[Text(5)] = Value(depth - 1);
        return object;
      }
    }
  }

  std::int32_t Integer() { return static_cast<std::int32_t>(random_()); }

 private:
  std::mt19937 random_;
};

// One event, by the builder and as the oracle's value.
struct Pair {
  EventBuilder builder;
  nlohmann::json oracle;
};

void AddExtensions(RandomEvents& random, Pair& pair) {
  for (std::size_t i = random.Below(8); i > 0; --i) {
    const std::string name = random.Name();
    switch (random.Below(4)) {
      case 0: {
        const bool value = random.Coin();
        pair.builder.Extension(name, value);
        pair.oracle[name] = value;
        break;
      }
      case 1: {
        const std::int32_t value = random.Integer();
        pair.builder.Extension(name, value);
        pair.oracle[name] = value;
        break;
      }
      default: {
        const std::string value = random.Text(40);
        pair.builder.Extension(name, value);
        pair.oracle[name] = value;
      }
    }
  }
}

void AddData(RandomEvents& random, Pair& pair) {
  switch (random.Below(4)) {
    case 0:
      return;
    case 1: {
      const nlohmann::json value = random.Value(4);
      pair.builder.JsonData(value);
      pair.oracle["data"] = value;
      if (random.Coin()) {
        pair.builder.DataContentType("application/x+json");
        pair.oracle["datacontenttype"] = "application/x+json";
      }
      return;
    }
    case 2: {
      const std::string text = random.Text(100) + "\r\n\x01";
      pair.builder.DataContentType("text/plain").TextData(text);
      pair.oracle["datacontenttype"] = "text/plain";
      pair.oracle["data"] = text;
      return;
    }
    default: {
      const std::string bytes = random.Bytes();
      pair.builder.BinaryData(bytes);
      pair.oracle["data_base64"] = AttributeValue::Binary(bytes).text();
    }
  }
}

Pair RandomPair(RandomEvents& random) {
  const std::string id = random.Text(40);
  const std::string type = random.Text(20);
  Pair pair{.builder = EventBuilder().Id(id).Source("/s").Type(type),
            .oracle = {{"specversion", "1.0"}, {"id", id}, {"source", "/s"}, {"type", type}}};
  if (random.Coin()) {
    const std::string subject = random.Text(60);
    pair.builder.Subject(subject);
    pair.oracle["subject"] = subject;
  }
  AddExtensions(random, pair);
  AddData(random, pair);
  return pair;
}

TEST(JsonRoundTripTest, AgreesWithTheOracle) {
  RandomEvents random(329);
  for (int round = 0; round < 3'000; ++round) {
    const Pair pair = RandomPair(random);
    const absl::StatusOr<Event> built = pair.builder.Build();
    ASSERT_TRUE(built.ok()) << built.status() << " " << pair.oracle;
    // What we write, the oracle reads.
    const std::string text = EncodeJson(*built);
    ASSERT_EQ(nlohmann::json::parse(text), pair.oracle);
    // What the oracle writes, in any spelling, we read.
    for (const std::string& spelling :
         {text, pair.oracle.dump(), pair.oracle.dump(2), pair.oracle.dump(-1, ' ', true)}) {
      const absl::StatusOr<Event> read = DecodeJson(spelling);
      ASSERT_TRUE(read.ok()) << read.status() << " " << spelling;
      ASSERT_TRUE(Equivalent(*read, *built)) << *read << "\n" << *built;
      const absl::StatusOr<Event> envelope =
          DecodeJson(spelling, {.validate = Validation::kEnvelope, .limits = {}});
      ASSERT_TRUE(envelope.ok()) << envelope.status();
      ASSERT_EQ(*envelope, *read);
    }
    ASSERT_EQ(*DecodeJson(text), *built);
  }
}

TEST(JsonRoundTripTest, HttpKeepsWhatHasNoType) {
  RandomEvents random(330);
  for (int round = 0; round < 1'000; ++round) {
    const absl::StatusOr<Event> built = RandomPair(random).builder.Build();
    ASSERT_TRUE(built.ok()) << built.status();
    // An HTTP message cannot tell empty data from none.
    if (built->data_kind() != DataKind::kAbsent && built->data().empty()) continue;
    const absl::StatusOr<std::vector<Event>> read =
        DecodeHttp(EncodeHttp(*built, ContentMode::kBinary));
    ASSERT_TRUE(read.ok()) << read.status() << " " << *built;
    ASSERT_TRUE(Equivalent(read->front(), *built)) << read->front() << "\n" << *built;
  }
}

}  // namespace
}  // namespace cloudevents
