// JSON text (RFC 8259) read where it stands: a scanner that checks and delimits values without
// building anything, and strings unescaped in place.
//
//   JsonScanner scanner(bytes);
//   std::string_view value;
//   if (!scanner.ReadValue(max_depth, value)) return scanner.error();
//
// Events hold their data as the bytes that came, so what a decoder needs is "where does this value
// end, and is it well-formed". simdjson's On-Demand API answers neither: it leaves what is not
// asked for unchecked, refuses integers that no machine type holds, wants padded input and a parser
// that is kept between calls. Its UTF-8 check is used for whole documents.
#ifndef CLOUDEVENTS_INTERNAL_JSON_TEXT_H_
#define CLOUDEVENTS_INTERNAL_JSON_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cloudevents::internal {

// A string as it stands between its quotes.
struct JsonString {
  std::string_view raw;
  bool escaped = false;  // whether there is a backslash in it
};

// Reads from left to right. Methods that return bool leave error() set when they return false, and
// the scanner is of no further use then. Bytes from 0x80 on are taken as they are: UTF-8 is checked
// by the caller, over the whole text.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text)
      : begin_(text.data()), next_(begin_), end_(begin_ + text.size()) {}

  std::size_t position() const { return static_cast<std::size_t>(next_ - begin_); }

  // Skips space, then says what comes: the next byte, or '\0' at the end.
  char Peek() {
    SkipSpace();
    return next_ == end_ ? '\0' : *next_;
  }

  // Skips space; takes `c` if that is what comes. Sets no error.
  bool TakeIf(char c) {
    SkipSpace();
    if (next_ == end_ || *next_ != c) return false;
    ++next_;
    return true;
  }

  // Skips space and takes `c`.
  bool Take(char c) { return TakeIf(c) || FailExpecting(c); }

  // Skips space and takes a string: escapes and surrogate pairs are checked.
  bool ReadString(JsonString& string);

  // Skips space and takes one value, checked in full. Nesting deeper than `max_depth` is an error.
  bool ReadValue(std::size_t max_depth, std::string_view& value);

  // Like ReadValue for well-formed text: finds the value's end by its strings and brackets alone.
  bool ReadValueUnchecked(std::size_t max_depth, std::string_view& value);

  // Skips space; what follows must be the end.
  bool ReadEnd();

  // InvalidArgument with the rule that is broken and the byte where.
  absl::Status error() const;

 private:
  bool Fail(const char* what);
  bool FailExpecting(char c);
  void SkipSpace() {
    while (next_ != end_ && (*next_ == ' ' || *next_ == '\n' || *next_ == '\r' || *next_ == '\t')) {
      ++next_;
    }
  }
  bool ReadEscape();
  bool ReadHex4(unsigned& value);
  bool ReadScalar();
  bool ReadNumber();
  bool ReadLiteral(std::string_view literal);
  bool ReadMemberName();
  bool SkipStringUnchecked();
  bool OpenBracket(std::string& closers, std::size_t max_depth, bool& empty);
  bool AfterValue(std::string& closers, bool& done);

  const char* begin_;
  const char* next_;
  const char* end_;
  const char* what_ = "";
};

// Undoes the escapes of a string that ReadString has checked, in place; returns the new length.
std::size_t UnescapeJsonInPlace(char* text, std::size_t length);

// What a string that ReadString has checked says, in a copy.
std::string Unescaped(const JsonString& string);

// Appends `text`, which is UTF-8, as a JSON string with its quotes. Only what must be is escaped.
void AppendJsonString(std::string_view text, std::string& out);

// OK, or InvalidArgument that says where: whether `text` is one JSON value, UTF-8 included.
absl::Status ValidateJsonText(std::string_view text, std::size_t max_depth);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_JSON_TEXT_H_
