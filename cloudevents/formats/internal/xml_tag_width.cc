#include "cloudevents/formats/internal/xml_tag_width.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {
namespace {

// What may stand in the place of a tag, and in which nothing is markup but its end.
struct Section {
  std::string_view begin;
  std::string_view end;
};

// XML 1.0, sections 2.5 to 2.7 and 3.1.
constexpr Section kSections[] = {
    {"<!--", "-->"},
    {"<![CDATA[", "]]>"},
    {"<?", "?>"},
    {"</", ">"},
};

// Behind `what`, from `from` on; npos if there is none.
std::size_t FindBehind(std::string_view text, std::string_view what, std::size_t from) {
  const std::size_t found = text.find(what, from);
  return found == std::string_view::npos ? found : found + what.size();
}

// Behind what begins at `from` and has no attributes; `from` itself if that is a start tag.
std::size_t SkipSection(std::string_view text, std::size_t from) {
  for (const Section& section : kSections) {
    if (text.substr(from).starts_with(section.begin)) {
      return FindBehind(text, section.end, from + section.begin.size());
    }
  }
  // A DTD, or malformed: the parser stops here.
  return text.substr(from).starts_with("<!") ? std::string_view::npos : from;
}

struct Tag {
  std::size_t end;  // behind it; npos if it has none
  bool too_wide;
};

// The start tag at `from`. Each attribute has one value between quotes.
Tag ReadTag(std::string_view text, std::size_t from) {
  std::size_t attributes = 0;
  std::size_t at = text.find_first_of("'\">", from);
  while (at != std::string_view::npos && text[at] != '>') {
    if (++attributes > kMaxXmlAttributes) return {at, true};
    at = text.find(text[at], at + 1);
    if (at != std::string_view::npos) at = text.find_first_of("'\">", at + 1);
  }
  return {at, false};
}

}  // namespace

absl::Status CheckXmlTagWidths(std::string_view text) {
  std::size_t at = text.find('<');
  while (at != std::string_view::npos) {
    const std::size_t behind = SkipSection(text, at);
    if (behind != at) {
      at = text.find('<', behind);
      continue;
    }
    const Tag tag = ReadTag(text, at);
    if (tag.too_wide) {
      return InvalidArgument("the XML document has a tag with more than ", kMaxXmlAttributes,
                             " attributes at line ",
                             1 + std::count(text.begin(), text.begin() + tag.end, '\n'));
    }
    at = text.find('<', tag.end);
  }
  return absl::OkStatus();
}

}  // namespace cloudevents::internal
