#include "cloudevents/formats/internal/xml_text.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace cloudevents::internal {
namespace {

// What stands for a character in text; empty: itself.
std::string_view TextEscape(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#xD;";
    default:
      return {};
  }
}

std::string_view AttributeEscape(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#x9;";
    case '\n':
      return "&#xA;";
    case '\r':
      return "&#xD;";
    default:
      return {};
  }
}

void AppendEscaped(std::string_view text, std::string_view (*escape)(char), std::string& out) {
  for (char c : text) {
    const std::string_view replacement = escape(c);
    if (replacement.empty()) {
      out += c;
    } else {
      out += replacement;
    }
  }
}

}  // namespace

bool IsXmlText(std::string_view text) {
  for (char c : text) {
    if (c >= '\0' && c < ' ' && c != '\t' && c != '\n' && c != '\r') return false;
  }
  // U+FFFE and U+FFFF as UTF-8.
  return text.find("\xEF\xBF\xBE") == std::string_view::npos &&
         text.find("\xEF\xBF\xBF") == std::string_view::npos;
}

void AppendXmlText(std::string_view text, std::string& out) {
  AppendEscaped(text, &TextEscape, out);
}

void AppendXmlAttributeValue(std::string_view text, std::string& out) {
  AppendEscaped(text, &AttributeEscape, out);
}

bool IsXmlSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view TrimXmlSpace(std::string_view text) {
  while (!text.empty() && IsXmlSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsXmlSpace(text.back())) text.remove_suffix(1);
  return text;
}

void EraseXmlSpace(std::string& text) {
  text.erase(std::remove_if(text.begin(), text.end(), &IsXmlSpace), text.end());
}

}  // namespace cloudevents::internal
