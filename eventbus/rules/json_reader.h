// A pull reader of JSON text, token by token, straight from the bytes.
//
//   JsonReader reader(R"({"a": [1, "x"]})");
//   while (reader.Next() > JsonToken::kEnd) Use(reader.token(), reader.text());
//   if (!reader.status().ok()) return reader.status();
//
// It follows RFC 8259 to the letter, also in what a caller skips, recurses nowhere, and takes time
// and space O(n) for whatever nesting. Numbers stay text: what they are worth is for Decimal to
// say. An escaped lone surrogate is legal JSON; it becomes the three bytes that UTF-8 would have
// for it, so that different ones stay different.
#ifndef EVENTBUS_RULES_JSON_READER_H_
#define EVENTBUS_RULES_JSON_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "eventbus/rules/json_kind.h"

namespace eventbus::rules {

enum class JsonToken : std::uint8_t {
  kError,  // see status(); stays
  kEnd,    // the one value is complete and nothing but white space follows; stays
  kBeginObject,
  kEndObject,
  kBeginArray,
  kEndArray,
  kKey,
  kString,
  kNumber,
  kTrue,
  kFalse,
  kNull,
};

// The kind of the value that a token begins or is; kNull for a token that is no value.
JsonKind KindOf(JsonToken token);

// Not thread-safe. The text must outlive the reader.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : input_(text) {}

  // Moves to the next token and returns it.
  JsonToken Next();

  // After kBeginObject or kBeginArray: moves to the token that ends it.
  JsonToken SkipContainer();

  JsonToken token() const { return token_; }

  // The characters of a key or string (UTF-8, unescaped), the text of a number or literal. Valid
  // until the next call of Next().
  std::string_view text() const { return token_text_; }

  // The byte at which the token starts.
  std::size_t position() const { return token_start_; }

  // How many objects and arrays are open.
  std::size_t depth() const { return open_.size(); }

  // OK, or InvalidArgument that says what is wrong and at which byte.
  const absl::Status& status() const { return status_; }

 private:
  enum class Expect : std::uint8_t { kValue, kFirstKey, kKey, kFirstElement, kSeparator };

  JsonToken ReadToken();
  JsonToken ReadValue();
  JsonToken ReadKey();
  JsonToken ReadSeparator();
  JsonToken ReadString(JsonToken kind);
  JsonToken ReadNumber();
  JsonToken ReadLiteral(std::string_view literal, JsonToken kind);
  bool ReadEscape();
  bool ReadUnicodeEscape();
  bool ReadHex4(std::uint32_t& value);
  std::size_t ReadDigits();
  JsonToken Open(JsonToken kind);
  JsonToken Close(JsonToken kind);
  JsonToken Fail(std::string_view what);
  void SkipSpace();
  bool AtEnd() const { return position_ == input_.size(); }
  char Peek() const { return AtEnd() ? '\0' : input_[position_]; }

  std::string_view input_;
  std::size_t position_ = 0;
  Expect expect_ = Expect::kValue;
  std::vector<bool> open_;  // one for each open container: whether it is an object
  JsonToken token_ = JsonToken::kNull;
  std::size_t token_start_ = 0;
  std::string_view token_text_;
  std::string unescaped_;  // what token_text_ views if the string has escapes
  absl::Status status_;
};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_JSON_READER_H_
