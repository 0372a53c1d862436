#include "cloudevents/formats/internal/protobuf_type.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/media_type.h"

namespace cloudevents::internal {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::string_view kUsualPrefix = "type.googleapis.com/";
constexpr std::string_view kNameParameter = "proto";

// An identifier of the protobuf language.
bool IsIdentifier(std::string_view text) {
  const auto is_letter = [](char c) {
    return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

// Identifiers joined by dots.
bool IsFullName(std::string_view text) {
  for (;;) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    if (!IsIdentifier(text.substr(0, dot))) return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool IsProtobufMediaType(std::string_view media_type) {
  const std::string_view essence = MediaTypeEssence(media_type);
  return absl::EqualsIgnoreCase(ToAbsl(essence), "application/protobuf") ||
         absl::EqualsIgnoreCase(ToAbsl(essence), "application/x-protobuf");
}

std::string_view MessageNameOf(std::string_view type_url) {
  const std::size_t slash = type_url.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view name = type_url.substr(slash + 1);
  return IsFullName(name) ? name : std::string_view();
}

std::string WithScheme(std::string_view type_url) {
  if (type_url.find("://") != std::string_view::npos) return std::string(type_url);
  return Cat(kScheme, type_url);
}

std::string_view WithoutScheme(std::string_view type_url) {
  return type_url.starts_with(kScheme) ? type_url.substr(kScheme.size()) : type_url;
}

std::string UsualTypeUrl(std::string_view name) { return Cat(kUsualPrefix, name); }

std::string WithMessageName(std::string_view media_type, std::string_view name) {
  if (FindMediaTypeParameter(media_type, kNameParameter)) return std::string(media_type);
  return Cat(media_type, "; ", kNameParameter, "=", name);
}

std::optional<std::string> NamedMessage(std::string_view datacontenttype,
                                        std::string_view dataschema) {
  if (!IsProtobufMediaType(datacontenttype)) return std::nullopt;
  if (auto name = FindMediaTypeParameter(datacontenttype, kNameParameter)) return name;
  const std::string type_url = TypeUrlOf(datacontenttype, dataschema);
  if (type_url.empty()) return std::nullopt;
  return std::string(MessageNameOf(type_url));
}

std::string TypeUrlOf(std::string_view datacontenttype, std::string_view dataschema) {
  if (!IsProtobufMediaType(datacontenttype)) return {};
  const std::string_view url = WithoutScheme(dataschema);
  if (const auto name = FindMediaTypeParameter(datacontenttype, kNameParameter)) {
    if (!IsFullName(*name)) return {};
    return MessageNameOf(url) == *name ? std::string(url) : UsualTypeUrl(*name);
  }
  if (!url.starts_with(kUsualPrefix) || MessageNameOf(url).empty()) return {};
  return std::string(url);
}

}  // namespace cloudevents::internal
