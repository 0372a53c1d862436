#include "cloudevents/formats/internal/avro_json.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "cloudevents/formats/internal/avro_reader.h"
#include "cloudevents/formats/internal/avro_schema.h"

namespace cloudevents::internal {
namespace {

constexpr std::size_t kMaxDepth = 128;

// Makes data of the schema's JSON types, as Avro in blocks of every sort and, by rules of its own,
// as JSON text.
class RandomData {
 public:
  explicit RandomData(std::uint32_t seed) : random_(seed) {}

  struct Value {
    std::string avro;
    std::string json;
  };

  Value Map() {
    return Entries([this] { return MapValue(); });
  }

  Value Array(int depth) {
    const Value items = Items([this, depth] { return Record(depth); });
    return {items.avro, "[" + items.json + "]"};
  }

 private:
  std::size_t Below(std::size_t end) { return random_() % end; }

  static Value In(char branch, const Value& value) { return {branch + value.avro, value.json}; }

  Value Scalar(std::size_t sort, char double_branch) {
    switch (sort) {
      case 0:
        return {std::string(1, '\0'), "null"};
      case 1:
        return {"\2\1", "true"};
      case 2:
        return In(double_branch, {std::string("\0\0\0\0\0\0\xE0\x3F", 8), "0.5"});
      default:
        return In(static_cast<char>(double_branch + 2), {"\4\"b", R"("\"b")"});
    }
  }

  Value MapValue() {
    const std::size_t sort = Below(5);
    return sort < 4 ? Scalar(sort, 6) : In(4, Record(0));
  }

  Value RecordValue(int depth) {
    const std::size_t sort = Below(depth < 4 ? 6 : 4);
    if (sort < 4) return Scalar(sort, 8);
    if (sort == 4) return In(4, Entries([this, depth] { return Record(depth + 1); }));
    return In(6, Array(depth + 1));
  }

  Value Record(int depth) {
    return Entries([this, depth] { return RecordValue(depth); });
  }

  template <typename Make>
  Value Entries(const Make& make) {
    char key = 'a';
    const Value items = Items([&] {
      const Value value = make();
      const char name = key++;
      return Value{std::string("\2") + name + value.avro,
                   std::string("\"") + name + "\":" + value.json};
    });
    return {items.avro, "{" + items.json + "}"};
  }

  template <typename Make>
  Value Items(const Make& make) {
    Value all;
    for (std::size_t blocks = Below(3); blocks > 0; --blocks) {
      std::string block;
      const std::size_t count = 1 + Below(2);
      for (std::size_t i = 0; i < count; ++i) {
        const Value item = make();
        block += item.avro;
        if (!all.json.empty()) all.json += ',';
        all.json += item.json;
      }
      all.avro +=
          Below(2) == 0 ? Number(count) : Number(count, /*negative=*/true) + Number(block.size());
      all.avro += block;
    }
    all.avro += '\0';
    return all;
  }

  // In as many bytes as it needs, or in one more.
  std::string Number(std::size_t value, bool negative = false) {
    std::size_t bits = 2 * value - (negative ? 1 : 0);
    std::string out;
    for (; bits >= 0x80; bits /= 0x80) out += static_cast<char>(bits % 0x80 + 0x80);
    if (Below(8) != 0) return out + static_cast<char>(bits);
    return out + static_cast<char>(bits + 0x80) + '\0';
  }

  std::mt19937 random_;
};

TEST(AvroJsonTest, ReadsWhateverTheSchemaCanHold) {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    RandomData random(seed);
    const bool map = seed % 2 == 0;
    const RandomData::Value value = map ? random.Map() : random.Array(0);
    AvroReader reader(value.avro);
    std::string json;
    EXPECT_TRUE(AppendAvroJson(map ? AvroDataBranch::kMap : AvroDataBranch::kArray, kMaxDepth,
                               reader, json))
        << "seed " << seed << ": " << reader.error();
    EXPECT_TRUE(reader.ReadEnd()) << "seed " << seed << ": " << reader.error();
    EXPECT_EQ(json, value.json) << "seed " << seed;
  }
}

}  // namespace
}  // namespace cloudevents::internal
