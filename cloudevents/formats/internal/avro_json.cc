// The types nest without end, so what stands open is kept on a stack of our own, not the machine's.
// Proved by tests/cloudevents/formats/avro_json_test.cc.
#include "cloudevents/formats/internal/avro_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "cloudevents/formats/internal/avro_reader.h"
#include "cloudevents/formats/internal/avro_schema.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {
namespace {

// A type of the schema, as far as data is JSON.
enum class Type : std::uint8_t {
  kNull,
  kBoolean,
  kDouble,
  kString,
  kMap,           // the data itself, of kMapValues
  kRecord,        // a CloudEventData: a map of kRecordValues
  kMapOfRecords,  // of CloudEventData
  kArray,         // of CloudEventData
};

// The unions within the maps, in the schema's order.
constexpr Type kMapValues[] = {Type::kNull, Type::kBoolean, Type::kRecord, Type::kDouble,
                               Type::kString};
constexpr Type kRecordValues[] = {Type::kNull,  Type::kBoolean, Type::kMapOfRecords,
                                  Type::kArray, Type::kDouble,  Type::kString};

class JsonAppender {
 public:
  JsonAppender(std::size_t max_depth, AvroReader& reader, std::string& json)
      : max_depth_(max_depth), reader_(reader), json_(json) {}

  bool Append(Type type) {
    if (!AppendValue(type)) return false;
    while (!open_.empty()) {
      if (!AppendItem()) return false;
    }
    return true;
  }

 private:
  // An object or an array that is being read.
  struct Open {
    Type type;
    std::size_t first_key;  // in keys_
    AvroBlocks blocks;
    bool empty = true;

    bool is_array() const { return type == Type::kArray; }
  };

  // The next item of what was opened last, or its end.
  bool AppendItem() {
    Open& open = open_.back();
    // At least a key's length and a value; at least the end of a record's map.
    const std::size_t least = open.is_array() ? 1 : 2;
    bool more = false;
    if (!reader_.NextItem(least, open.blocks, more)) return false;
    if (!more) return AppendEnd();
    if (!open.empty) json_ += ',';
    open.empty = false;
    if (!open.is_array() && !AppendKey()) return false;
    Type type = Type::kRecord;
    return ReadItemType(open.type, type) && AppendValue(type);
  }

  bool AppendKey() {
    std::string_view key;
    if (!reader_.ReadString(key)) return false;
    keys_.push_back(key);
    AppendJsonString(key, json_);
    json_ += ':';
    return true;
  }

  bool ReadItemType(Type open, Type& type) {
    std::size_t branch = 0;
    switch (open) {
      case Type::kMap:
        if (!reader_.ReadBranch(std::size(kMapValues), branch)) return false;
        type = kMapValues[branch];
        return true;
      case Type::kRecord:
        if (!reader_.ReadBranch(std::size(kRecordValues), branch)) return false;
        type = kRecordValues[branch];
        return true;
      default:
        type = Type::kRecord;
        return true;
    }
  }

  bool AppendValue(Type type) {
    switch (type) {
      case Type::kNull:
        json_ += "null";
        return true;
      case Type::kBoolean:
        return AppendBoolean();
      case Type::kDouble:
        return AppendDouble();
      case Type::kString:
        return AppendString();
      default:
        return AppendStart(type);
    }
  }

  bool AppendBoolean() {
    bool value = false;
    if (!reader_.ReadBoolean(value)) return false;
    json_ += value ? "true" : "false";
    return true;
  }

  bool AppendDouble() {
    double value = 0;
    if (!reader_.ReadDouble(value)) return false;
    if (!std::isfinite(value)) return reader_.Fail("a double is not finite, and no JSON number");
    std::array<char, 32> digits;  // the shortest form has at most 24
    const std::to_chars_result end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value);
    json_.append(digits.data(), end.ptr);
    return true;
  }

  bool AppendString() {
    std::string_view text;
    if (!reader_.ReadString(text)) return false;
    AppendJsonString(text, json_);
    return true;
  }

  bool AppendStart(Type type) {
    if (open_.size() >= max_depth_) {
      return reader_.Fail(Cat("nested deeper than max_depth (", max_depth_, ")"));
    }
    open_.push_back({.type = type, .first_key = keys_.size(), .blocks = {}});
    json_ += open_.back().is_array() ? '[' : '{';
    return true;
  }

  bool AppendEnd() {
    const Open& open = open_.back();
    json_ += open.is_array() ? ']' : '}';
    const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(open.first_key);
    std::sort(first, keys_.end());
    const auto twice = std::adjacent_find(first, keys_.end());
    if (twice != keys_.end()) {
      return reader_.Fail(Cat("a map has the key ", Quoted(*twice), " twice"));
    }
    keys_.erase(first, keys_.end());
    open_.pop_back();
    return true;
  }

  const std::size_t max_depth_;
  AvroReader& reader_;
  std::string& json_;
  std::vector<Open> open_;
  std::vector<std::string_view> keys_;  // of all that is open
};

Type TypeOf(AvroDataBranch branch) {
  switch (branch) {
    case AvroDataBranch::kBoolean:
      return Type::kBoolean;
    case AvroDataBranch::kMap:
      return Type::kMap;
    case AvroDataBranch::kArray:
      return Type::kArray;
    case AvroDataBranch::kDouble:
      return Type::kDouble;
    case AvroDataBranch::kString:
      return Type::kString;
    case AvroDataBranch::kNull:
    case AvroDataBranch::kBytes:
      break;
  }
  return Type::kNull;
}

}  // namespace

bool AppendAvroJson(AvroDataBranch branch, std::size_t max_depth, AvroReader& reader,
                    std::string& json) {
  return JsonAppender(max_depth, reader, json).Append(TypeOf(branch));
}

}  // namespace cloudevents::internal
