#include "cloudevents/formats/internal/xml_encoding.h"

#include <iconv.h>
#include <libxml/encoding.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {
namespace {

constexpr std::string_view kUtf8 = "UTF-8";
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";  // the byte order mark

// The encoding that the XML declaration names; empty if there is none. `text`: of any encoding that
// has ASCII's characters where ASCII has them.
std::string_view DeclaredEncoding(std::string_view text) {
  constexpr std::string_view kName = "encoding";
  if (!text.starts_with("<?xml")) return {};
  text = text.substr(0, text.find("?>"));
  const std::size_t name = text.find(kName);
  if (name == std::string_view::npos) return {};
  text.remove_prefix(name + kName.size());
  const std::size_t begin = text.find_first_of("'\"");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find(text[begin], begin + 1);
  return text.substr(begin + 1, end == std::string_view::npos ? end : end - begin - 1);
}

// XML 1.0, production 81. Other characters would have a meaning of their own to iconv.
bool IsEncodingName(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
         });
}

// From an encoding into UTF-8.
class Converter {
 public:
  explicit Converter(std::string_view encoding)
      : opened_(iconv_open(kUtf8.data(), std::string(encoding).c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (known()) iconv_close(opened_);
  }

  bool known() const { return reinterpret_cast<std::intptr_t>(opened_) != -1; }
  iconv_t get() const { return opened_; }

 private:
  iconv_t opened_;
};

absl::StatusOr<std::string> Convert(std::string_view bytes, std::string_view encoding) {
  if (!IsEncodingName(encoding)) {
    return InvalidArgument("malformed XML: ", Quoted(encoding), " is no name of an encoding");
  }
  const Converter converter(encoding);
  if (!converter.known()) {
    return InvalidArgument("malformed XML: the encoding ", Quoted(encoding), " is unknown");
  }
  constexpr std::size_t kFailed = -1;
  constexpr std::size_t kPiece = 64 << 10;
  std::string text;
  std::size_t written = 0;
  char* in = const_cast<char*>(bytes.data());  // iconv only reads it
  std::size_t in_left = bytes.size();
  for (bool flush = false;;) {
    text.resize(written + kPiece);
    char* out = text.data() + written;
    std::size_t out_left = kPiece;
    // Without input, what the converter still holds is written.
    const std::size_t result =
        iconv(converter.get(), flush ? nullptr : &in, &in_left, &out, &out_left);
    const int error = errno;
    written = text.size() - out_left;
    if (result == kFailed && error != E2BIG) {
      return InvalidArgument("malformed XML: it is not in the encoding ", Quoted(encoding),
                             ", at byte ", bytes.size() - in_left);
    }
    if (result == kFailed) continue;
    if (flush) break;
    flush = true;
  }
  text.resize(written);
  return text;
}

// What the first bytes show; empty if they leave it to the declaration.
std::string_view DetectedEncoding(std::string_view bytes) {
  if (bytes.starts_with(kUtf8Mark)) return kUtf8;
  constexpr std::size_t kLooksAt = 4;
  const auto length = static_cast<int>(std::min(bytes.size(), kLooksAt));
  switch (xmlDetectCharEncoding(reinterpret_cast<const xmlChar*>(bytes.data()), length)) {
    case XML_CHAR_ENCODING_UTF16LE:
      return "UTF-16LE";
    case XML_CHAR_ENCODING_UTF16BE:
      return "UTF-16BE";
    case XML_CHAR_ENCODING_UCS4LE:
      return "UTF-32LE";
    case XML_CHAR_ENCODING_UCS4BE:
      return "UTF-32BE";
    case XML_CHAR_ENCODING_EBCDIC:
      return "IBM037";
    default:
      return {};
  }
}

// Where the bytes show no more than a family of encodings, the declaration says which it is.
absl::StatusOr<std::string> EncodingOf(std::string_view bytes) {
  const std::string_view detected = DetectedEncoding(bytes);
  if (detected.empty()) {
    const std::string_view declared = DeclaredEncoding(bytes);
    return std::string(declared.empty() ? kUtf8 : declared);
  }
  if (detected != "IBM037") return std::string(detected);
  const absl::StatusOr<std::string> text = Convert(bytes, detected);
  if (!text.ok()) return text.status();
  const std::string_view declared = DeclaredEncoding(*text);
  return std::string(declared.empty() ? detected : declared);
}

}  // namespace

absl::StatusOr<std::string_view> XmlInUtf8(std::string_view bytes, std::string& converted) {
  const absl::StatusOr<std::string> encoding = EncodingOf(bytes);
  if (!encoding.ok()) return encoding.status();
  std::string_view text = bytes;
  if (!absl::EqualsIgnoreCase(*encoding, ToAbsl(kUtf8))) {
    absl::StatusOr<std::string> converted_or = Convert(bytes, *encoding);
    if (!converted_or.ok()) return converted_or.status();
    converted = *std::move(converted_or);
    text = converted;
  }
  // The parser would take some documents that begin with one for UTF-16.
  if (text.find('\0') != std::string_view::npos) {
    return InvalidArgument("malformed XML: it has a NUL character");
  }
  return text;
}

}  // namespace cloudevents::internal
