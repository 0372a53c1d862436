#include "adapters/webhook/internal/problem.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "cloudevents/media_type.h"

namespace adapters::webhook_internal {
namespace {

using Json = nlohmann::ordered_json;

// Replaces bytes that are no UTF-8, by nlohmann's own encoder: the text comes back between quotes,
// with control characters as escapes.
std::string Dump(const Json& value) {
  return value.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

std::string ValidUtf8(std::string_view text) {
  const Json again =
      Json::parse(Dump(Json(std::string(text))), nullptr, /*allow_exceptions=*/false);
  return again.is_string() ? again.get<std::string>() : std::string();
}

// Controls of C0, DEL and (as UTF-8: C2 80 to C2 9F) of C1 become spaces.
void BlankControls(std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) text[i] = ' ';
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      text[i] = ' ';
      text[i + 1] = ' ';
    }
  }
}

// At most `max_bytes`, never within a character; says by "..." that there was more.
std::string Shorten(std::string text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes < 3 ? 0 : max_bytes - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  if (max_bytes >= 3) text += "...";
  return text;
}

std::string ProblemText(std::string_view content_type, std::string_view body) {
  if (cloudevents::IsJsonMediaType(content_type)) {
    const Json problem = Json::parse(body, nullptr, /*allow_exceptions=*/false);
    for (const char* member : {"detail", "title"}) {
      if (!problem.is_object() || !problem.contains(member)) continue;
      const Json& text = problem[member];
      if (text.is_string() && !text.get_ref<const std::string&>().empty()) {
        return text.get<std::string>();
      }
    }
  }
  return std::string(body);
}

}  // namespace

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

std::string ProblemJson(int status, std::string_view detail) {
  Json problem;
  problem["type"] = "about:blank";
  problem["title"] = ReasonPhrase(status);
  problem["status"] = status;
  problem["detail"] = std::string(detail);
  return Dump(problem);
}

std::string ProblemDetail(std::string_view content_type, std::string_view body,
                          std::size_t max_bytes) {
  std::string text = ValidUtf8(ProblemText(content_type, body));
  BlankControls(text);
  return Shorten(std::move(text), max_bytes);
}

}  // namespace adapters::webhook_internal
