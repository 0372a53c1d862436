#include "eventbus/rules/json_reader.h"

#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/utf8.h"
#include "eventbus/rules/append_utf8.h"

namespace eventbus::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

JsonKind KindOf(JsonToken token) {
  switch (token) {
    case JsonToken::kBeginObject:
      return JsonKind::kObject;
    case JsonToken::kBeginArray:
      return JsonKind::kArray;
    case JsonToken::kString:
      return JsonKind::kString;
    case JsonToken::kNumber:
      return JsonKind::kNumber;
    case JsonToken::kTrue:
      return JsonKind::kTrue;
    case JsonToken::kFalse:
      return JsonKind::kFalse;
    default:
      return JsonKind::kNull;
  }
}

JsonToken JsonReader::Next() {
  if (token_ == JsonToken::kError || token_ == JsonToken::kEnd) return token_;
  return token_ = ReadToken();
}

JsonToken JsonReader::SkipContainer() {
  const std::size_t outside = open_.size() - 1;
  while (Next() > JsonToken::kEnd && open_.size() > outside) {
  }
  return token_;
}

JsonToken JsonReader::ReadToken() {
  SkipSpace();
  token_start_ = position_;
  switch (expect_) {
    case Expect::kValue:
      return ReadValue();
    case Expect::kFirstKey:
      if (Peek() == '}') return Close(JsonToken::kEndObject);
      return ReadKey();
    case Expect::kKey:
      return ReadKey();
    case Expect::kFirstElement:
      if (Peek() == ']') return Close(JsonToken::kEndArray);
      return ReadValue();
    case Expect::kSeparator:
      return ReadSeparator();
  }
  return Fail("unreachable");
}

JsonToken JsonReader::ReadSeparator() {
  if (open_.empty()) {
    return AtEnd() ? JsonToken::kEnd : Fail("text after the end of the JSON value");
  }
  const bool in_object = open_.back();
  if (Peek() == (in_object ? '}' : ']')) {
    return Close(in_object ? JsonToken::kEndObject : JsonToken::kEndArray);
  }
  if (Peek() != ',') return Fail(in_object ? "expected , or }" : "expected , or ]");
  ++position_;
  SkipSpace();
  token_start_ = position_;
  return in_object ? ReadKey() : ReadValue();
}

JsonToken JsonReader::ReadKey() {
  if (Peek() != '"') return Fail("expected a member's name in quotes");
  if (ReadString(JsonToken::kKey) == JsonToken::kError) return JsonToken::kError;
  SkipSpace();
  if (Peek() != ':') return Fail("expected : after the member's name");
  ++position_;
  expect_ = Expect::kValue;
  return JsonToken::kKey;
}

JsonToken JsonReader::ReadValue() {
  expect_ = Expect::kSeparator;
  switch (Peek()) {
    case '{':
      return Open(JsonToken::kBeginObject);
    case '[':
      return Open(JsonToken::kBeginArray);
    case '"':
      return ReadString(JsonToken::kString);
    case 't':
      return ReadLiteral("true", JsonToken::kTrue);
    case 'f':
      return ReadLiteral("false", JsonToken::kFalse);
    case 'n':
      return ReadLiteral("null", JsonToken::kNull);
    default:
      return Peek() == '-' || IsDigit(Peek()) ? ReadNumber() : Fail("expected a value");
  }
}

JsonToken JsonReader::Open(JsonToken kind) {
  const bool object = kind == JsonToken::kBeginObject;
  open_.push_back(object);
  expect_ = object ? Expect::kFirstKey : Expect::kFirstElement;
  token_text_ = input_.substr(position_++, 1);
  return kind;
}

JsonToken JsonReader::Close(JsonToken kind) {
  open_.pop_back();
  expect_ = Expect::kSeparator;
  token_text_ = input_.substr(position_++, 1);
  return kind;
}

JsonToken JsonReader::ReadLiteral(std::string_view literal, JsonToken kind) {
  if (input_.substr(position_, literal.size()) != literal) return Fail("expected a value");
  token_text_ = input_.substr(position_, literal.size());
  position_ += literal.size();
  return kind;
}

std::size_t JsonReader::ReadDigits() {
  const std::size_t start = position_;
  while (IsDigit(Peek())) ++position_;
  return position_ - start;
}

JsonToken JsonReader::ReadNumber() {
  if (Peek() == '-') ++position_;
  if (Peek() == '0') {
    ++position_;
    if (IsDigit(Peek())) return Fail("a number must not start with 0");
  } else if (ReadDigits() == 0) {
    return Fail("expected a digit");
  }
  if (Peek() == '.') {
    ++position_;
    if (ReadDigits() == 0) return Fail("expected a digit after the decimal point");
  }
  if (Peek() == 'e' || Peek() == 'E') {
    ++position_;
    if (Peek() == '+' || Peek() == '-') ++position_;
    if (ReadDigits() == 0) return Fail("expected a digit in the exponent");
  }
  token_text_ = input_.substr(token_start_, position_ - token_start_);
  return JsonToken::kNumber;
}

// Characters are taken from the input in place until the first escape; from there on they are
// collected in `unescaped_`.
JsonToken JsonReader::ReadString(JsonToken kind) {
  std::size_t run = ++position_;  // where the characters not yet collected start
  bool escaped = false;
  while (!AtEnd()) {
    const char c = input_[position_];
    if (c == '"') {
      const std::string_view rest = input_.substr(run, position_ - run);
      if (escaped) unescaped_.append(rest);
      token_text_ = escaped ? std::string_view(unescaped_) : rest;
      ++position_;
      return kind;
    }
    if (c == '\\') {
      if (!escaped) unescaped_.clear();
      escaped = true;
      unescaped_.append(input_.substr(run, position_ - run));
      if (!ReadEscape()) return JsonToken::kError;
      run = position_;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return Fail("a control character in a string must be escaped");
    } else if (static_cast<unsigned char>(c) < 0x80) {
      ++position_;
    } else {
      const std::size_t length = cloudevents::internal::DecodeUtf8(input_.substr(position_)).length;
      if (length == 0) return Fail("a string is not UTF-8");
      position_ += length;
    }
  }
  return Fail("a string does not end");
}

// At a backslash. Appends what the escape stands for.
bool JsonReader::ReadEscape() {
  ++position_;
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char name = Peek();
  if (name == 'u') return ReadUnicodeEscape();
  const std::size_t index = AtEnd() ? std::string_view::npos : kNames.find(name);
  if (index == std::string_view::npos) {
    Fail("unknown escape in a string");
    return false;
  }
  unescaped_.push_back(kMeanings[index]);
  ++position_;
  return true;
}

bool JsonReader::ReadUnicodeEscape() {
  std::uint32_t unit = 0;
  if (!ReadHex4(unit)) return false;
  if (unit >= 0xD800 && unit <= 0xDBFF && input_.substr(position_, 2) == "\\u") {
    const std::size_t after_high = position_;
    ++position_;
    std::uint32_t low = 0;
    if (!ReadHex4(low)) return false;
    if (low >= 0xDC00 && low <= 0xDFFF) {
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else {
      position_ = after_high;  // a lone surrogate, and another escape
    }
  }
  AppendUtf8(unit, unescaped_);
  return true;
}

// At the "u" of \uXXXX.
bool JsonReader::ReadHex4(std::uint32_t& value) {
  ++position_;
  for (int i = 0; i < 4; ++i) {
    const char c = Peek();
    const char lower = static_cast<char>(c | 0x20);
    std::uint32_t digit = 0;
    if (IsDigit(c)) {
      digit = c - '0';
    } else if (lower >= 'a' && lower <= 'f') {
      digit = lower - 'a' + 10;
    } else {
      Fail("expected four hexadecimal digits after \\u");
      return false;
    }
    value = value * 16 + digit;
    ++position_;
  }
  return true;
}

JsonToken JsonReader::Fail(std::string_view what) {
  status_ = cloudevents::internal::InvalidArgument(AtEnd() ? "the JSON text ends too early: " : "",
                                                   what, " at byte ", position_);
  return token_ = JsonToken::kError;
}

void JsonReader::SkipSpace() {
  while (Peek() == ' ' || Peek() == '\n' || Peek() == '\t' || Peek() == '\r') ++position_;
}

}  // namespace eventbus::rules
