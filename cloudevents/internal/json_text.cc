// The grammar of RFC 8259 as a loop over values with a stack of the brackets that are to be closed,
// one byte each: hostile nesting costs bytes, never call frames. Strings, most of any text, are run
// through sixteen bytes at a time (SSE2, which every x86-64 has) or eight (swar.h). Proved against
// nlohmann's parser by tests/cloudevents/json_text_test.cc and by tests/fuzz/json_format_fuzzer.cc.
#include "cloudevents/internal/json_text.h"

#include <simdjson.h>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/swar.h"

namespace cloudevents::internal {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// The value of a hexadecimal digit, or 16.
unsigned HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return 16;
}

bool IsHighSurrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLowSurrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// The first quote, backslash or control character from `next` on, or `end`.
inline const char* FindStringStop(const char* next, const char* end) {
#if defined(__SSE2__)
  const __m128i last_control = _mm_set1_epi8(0x1F);
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  for (; end - next >= 16; next += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i stops = _mm_or_si128(
        control, _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(stops));
    if (mask != 0) return next + std::countr_zero(mask);
  }
#endif
  for (; end - next >= 8; next += 8) {
    const std::uint64_t word = swar::Load(next);
    const std::uint64_t stops =
        swar::Below(word, 0x20) | swar::Equal(word, '"') | swar::Equal(word, '\\');
    if (stops != 0) return next + swar::First(stops);
  }
  while (next != end && *next != '"' && *next != '\\' &&
         static_cast<unsigned char>(*next) >= 0x20) {
    ++next;
  }
  return next;
}

char* AppendUtf8(char32_t point, char* out) {
  if (point < 0x80) {
    *out++ = static_cast<char>(point);
  } else if (point < 0x800) {
    *out++ = static_cast<char>(0xC0 | point >> 6);
    *out++ = static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    *out++ = static_cast<char>(0xE0 | point >> 12);
    *out++ = static_cast<char>(0x80 | (point >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (point & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | point >> 18);
    *out++ = static_cast<char>(0x80 | (point >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (point >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (point & 0x3F));
  }
  return out;
}

// The escapes of one character: what follows the backslash, and what it stands for ('\0': none).
constexpr std::array<char, 256> kSimpleEscapes = [] {
  std::array<char, 256> escapes{};
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  escapes['/'] = '/';
  escapes['b'] = '\b';
  escapes['f'] = '\f';
  escapes['n'] = '\n';
  escapes['r'] = '\r';
  escapes['t'] = '\t';
  return escapes;
}();

char SimpleEscape(char c) { return kSimpleEscapes[static_cast<unsigned char>(c)]; }

unsigned Hex4(const char* digits) {
  unsigned value = 0;
  for (int i = 0; i < 4; ++i) value = value << 4 | HexDigit(digits[i]);
  return value;
}

}  // namespace

bool JsonScanner::Fail(const char* what) {
  what_ = what;
  return false;
}

absl::Status JsonScanner::error() const {
  return InvalidArgument("malformed JSON at byte ", position(), ": ", what_);
}

bool JsonScanner::FailExpecting(char c) {
  switch (c) {
    case '{':
      return Fail("expected '{'");
    case '[':
      return Fail("expected '['");
    case '}':
      return Fail("expected ',' or '}'");
    case ']':
      return Fail("expected ',' or ']'");
    case ':':
      return Fail("expected ':'");
    default:
      return Fail("expected ','");
  }
}

bool JsonScanner::ReadEnd() {
  SkipSpace();
  return next_ == end_ || Fail("something follows the value");
}

bool JsonScanner::ReadString(JsonString& string) {
  SkipSpace();
  if (next_ == end_ || *next_ != '"') return Fail("expected a string");
  const char* start = ++next_;
  string.escaped = false;
  for (;;) {
    next_ = FindStringStop(next_, end_);
    if (next_ == end_) return Fail("a string is not closed");
    if (*next_ == '"') break;
    if (*next_ != '\\') return Fail("a control character in a string is not escaped");
    string.escaped = true;
    if (!ReadEscape()) return false;
  }
  string.raw = std::string_view(start, static_cast<std::size_t>(next_ - start));
  ++next_;
  return true;
}

bool JsonScanner::ReadEscape() {
  ++next_;  // the backslash
  if (next_ == end_) return Fail("a string is not closed");
  if (*next_ != 'u') {
    if (SimpleEscape(*next_) == '\0') return Fail("an unknown escape in a string");
    ++next_;
    return true;
  }
  ++next_;
  unsigned unit = 0;
  if (!ReadHex4(unit)) return false;
  if (IsLowSurrogate(unit)) return Fail("a low surrogate without a high one before it");
  if (!IsHighSurrogate(unit)) return true;
  if (end_ - next_ < 2 || next_[0] != '\\' || next_[1] != 'u') {
    return Fail("a high surrogate without a low one after it");
  }
  next_ += 2;
  if (!ReadHex4(unit)) return false;
  return IsLowSurrogate(unit) || Fail("a high surrogate without a low one after it");
}

bool JsonScanner::ReadHex4(unsigned& value) {
  if (end_ - next_ < 4) return Fail("\\u is not followed by four hexadecimal digits");
  for (int i = 0; i < 4; ++i) {
    if (HexDigit(next_[i]) == 16) return Fail("\\u is not followed by four hexadecimal digits");
  }
  value = Hex4(next_);
  next_ += 4;
  return true;
}

bool JsonScanner::ReadNumber() {
  const auto digits = [this] {
    const char* start = next_;
    while (next_ != end_ && IsDigit(*next_)) ++next_;
    return next_ != start;
  };
  if (*next_ == '-') ++next_;
  if (next_ != end_ && *next_ == '0') {
    ++next_;
    if (next_ != end_ && IsDigit(*next_)) return Fail("a number has a leading zero");
  } else if (!digits()) {
    return Fail("expected a value");
  }
  if (next_ != end_ && *next_ == '.') {
    ++next_;
    if (!digits()) return Fail("a number's point is not followed by a digit");
  }
  if (next_ != end_ && (*next_ == 'e' || *next_ == 'E')) {
    ++next_;
    if (next_ != end_ && (*next_ == '+' || *next_ == '-')) ++next_;
    if (!digits()) return Fail("a number's exponent has no digit");
  }
  return true;
}

bool JsonScanner::ReadLiteral(std::string_view literal) {
  const auto left = static_cast<std::size_t>(end_ - next_);
  if (left < literal.size() || std::memcmp(next_, literal.data(), literal.size()) != 0) {
    return Fail("expected a value");
  }
  next_ += literal.size();
  return true;
}

// Anything but an object or an array; it comes at once.
bool JsonScanner::ReadScalar() {
  switch (*next_) {
    case '"': {
      JsonString string;
      return ReadString(string);
    }
    case 't':
      return ReadLiteral("true");
    case 'f':
      return ReadLiteral("false");
    case 'n':
      return ReadLiteral("null");
    default:
      return ReadNumber();
  }
}

bool JsonScanner::ReadMemberName() {
  JsonString name;
  return ReadString(name) && Take(':');
}

// Takes the bracket that comes and, in an object, the first member's name. `empty`: the bracket was
// closed at once.
bool JsonScanner::OpenBracket(std::string& closers, std::size_t max_depth, bool& empty) {
  if (closers.size() >= max_depth) return Fail("nested deeper than max_depth");
  const char closer = *next_++ == '{' ? '}' : ']';
  empty = TakeIf(closer);
  if (empty) return true;
  closers += closer;
  return closer == ']' || ReadMemberName();
}

// Takes what follows a value: brackets that close, and a comma with the next member's name. `done`:
// the outermost value is complete.
bool JsonScanner::AfterValue(std::string& closers, bool& done) {
  for (;;) {
    done = closers.empty();
    if (done) return true;
    const char closer = closers.back();
    if (TakeIf(',')) return closer == ']' || ReadMemberName();
    if (!Take(closer)) return false;
    closers.pop_back();
  }
}

bool JsonScanner::ReadValue(std::size_t max_depth, std::string_view& value) {
  SkipSpace();
  const char* start = next_;
  std::string closers;  // short ones live within the object: most data nests less than 16 deep
  for (bool done = false; !done;) {
    SkipSpace();
    if (next_ == end_) return Fail("expected a value");
    if (*next_ == '{' || *next_ == '[') {
      bool empty = false;
      if (!OpenBracket(closers, max_depth, empty)) return false;
      if (!empty) continue;
    } else if (!ReadScalar()) {
      return false;
    }
    if (!AfterValue(closers, done)) return false;
  }
  value = std::string_view(start, static_cast<std::size_t>(next_ - start));
  return true;
}

bool JsonScanner::SkipStringUnchecked() {
  ++next_;
  for (;;) {
    next_ = FindStringStop(next_, end_);
    if (next_ == end_) return Fail("a string is not closed");
    const char stop = *next_++;
    if (stop == '"') return true;
    if (stop == '\\' && next_ != end_) ++next_;
  }
}

bool JsonScanner::ReadValueUnchecked(std::size_t max_depth, std::string_view& value) {
  SkipSpace();
  const char* start = next_;
  std::size_t depth = 0;
  for (;;) {
    if (next_ == end_) {
      if (depth != 0) return Fail("an object or array is not closed");
      break;
    }
    const char c = *next_;
    if (c == '"') {
      if (!SkipStringUnchecked()) return false;
      if (depth == 0) break;
      continue;
    }
    if (c == '{' || c == '[') {
      if (depth++ >= max_depth) return Fail("nested deeper than max_depth");
    } else if (c == '}' || c == ']') {
      if (depth == 0) break;
      if (--depth == 0) {
        ++next_;
        break;
      }
    } else if (depth == 0 && (c == ',' || IsSpace(c))) {
      break;
    }
    ++next_;
  }
  if (next_ == start) return Fail("expected a value");
  value = std::string_view(start, static_cast<std::size_t>(next_ - start));
  return true;
}

std::size_t UnescapeJsonInPlace(char* text, std::size_t length) {
  const char* in = text;
  const char* end = text + length;
  char* out = text;
  while (in != end) {
    const auto* backslash =
        static_cast<const char*>(std::memchr(in, '\\', static_cast<std::size_t>(end - in)));
    const auto plain = static_cast<std::size_t>((backslash == nullptr ? end : backslash) - in);
    std::memmove(out, in, plain);
    out += plain;
    in += plain;
    if (in == end) break;
    ++in;
    if (*in != 'u') {
      *out++ = SimpleEscape(*in++);
      continue;
    }
    char32_t point = Hex4(in + 1);
    in += 5;
    if (IsHighSurrogate(point)) {
      point = 0x10000 + ((point - 0xD800) << 10) + (Hex4(in + 2) - 0xDC00);
      in += 6;
    }
    // At most four bytes for at least six: writing never overtakes reading.
    out = AppendUtf8(point, out);
  }
  return static_cast<std::size_t>(out - text);
}

std::string Unescaped(const JsonString& string) {
  std::string text(string.raw);
  if (string.escaped) text.resize(UnescapeJsonInPlace(text.data(), text.size()));
  return text;
}

void AppendJsonString(std::string_view text, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  const char* next = text.data();
  const char* end = next + text.size();
  for (;;) {
    const char* stop = FindStringStop(next, end);
    out.append(next, static_cast<std::size_t>(stop - next));
    if (stop == end) break;
    next = stop + 1;
    const char c = *stop;
    out += '\\';
    switch (c) {
      case '"':
      case '\\':
        out += c;
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out += "u00";
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 0xF];
    }
  }
  out += '"';
}

absl::Status ValidateJsonText(std::string_view text, std::size_t max_depth) {
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    return InvalidArgument("malformed JSON: it is not UTF-8");
  }
  JsonScanner scanner(text);
  std::string_view value;
  if (!scanner.ReadValue(max_depth, value) || !scanner.ReadEnd()) return scanner.error();
  return absl::OkStatus();
}

}  // namespace cloudevents::internal
