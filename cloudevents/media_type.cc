#include "cloudevents/media_type.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::InvalidArgument;
using internal::Quoted;
using internal::ToAbsl;

// What most events have; looked for first.
constexpr std::string_view kUsualMediaType = "application/json";

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

std::string_view TrimSpace(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// RFC 9110, section 5.6.2; a superset of RFC 6838's names.
constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> table{};
  for (char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "!#$%&'*+-.^_`|~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

bool IsTokenCharacter(char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; }

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenCharacter);
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(ToAbsl(a), ToAbsl(b));
}

bool EndsWithIgnoreCase(std::string_view text, std::string_view suffix) {
  return absl::EndsWithIgnoreCase(ToAbsl(text), ToAbsl(suffix));
}

std::string_view Subtype(std::string_view essence) {
  const std::size_t slash = essence.find('/');
  return slash == std::string_view::npos ? std::string_view() : essence.substr(slash + 1);
}

// Takes a parameter's value, a token or a quoted string, from the front of `rest`.
bool TakeParameterValue(std::string_view& rest) {
  if (!rest.starts_with('"')) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), IsTokenCharacter);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    rest.remove_prefix(length);
    return length > 0;
  }
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// *( ";" [ name "=" value ] ): HTTP allows an empty parameter, and servers send them.
bool AreParameters(std::string_view rest) {
  for (;;) {
    rest = TrimSpace(rest);
    if (rest.empty()) return true;
    if (!rest.starts_with(';')) return false;
    rest = TrimSpace(rest.substr(1));
    if (rest.empty() || rest.starts_with(';')) continue;
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos || !IsToken(rest.substr(0, equals))) return false;
    rest.remove_prefix(equals + 1);
    if (!TakeParameterValue(rest)) return false;
  }
}

}  // namespace

std::string_view MediaTypeEssence(std::string_view media_type) {
  return TrimSpace(media_type.substr(0, media_type.find(';')));
}

bool IsJsonMediaType(std::string_view media_type) {
  if (media_type == kUsualMediaType) return true;
  const std::string_view subtype = Subtype(MediaTypeEssence(media_type));
  return EqualsIgnoreCase(subtype, "json") || EndsWithIgnoreCase(subtype, "+json");
}

bool IsTextMediaType(std::string_view media_type) {
  const std::string_view essence = MediaTypeEssence(media_type);
  const std::string_view subtype = Subtype(essence);
  return absl::StartsWithIgnoreCase(ToAbsl(essence), "text/") || EqualsIgnoreCase(subtype, "xml") ||
         EndsWithIgnoreCase(subtype, "+xml");
}

absl::Status ValidateMediaType(std::string_view media_type) {
  if (media_type == kUsualMediaType) return absl::OkStatus();
  const std::string_view essence = MediaTypeEssence(media_type);
  const std::size_t slash = essence.find('/');
  if (slash == std::string_view::npos || !IsToken(essence.substr(0, slash)) ||
      !IsToken(essence.substr(slash + 1))) {
    return InvalidArgument(Quoted(media_type), " is no media type (RFC 2046): not type/subtype");
  }
  const std::size_t parameters = media_type.find(';');
  if (parameters != std::string_view::npos && !AreParameters(media_type.substr(parameters))) {
    return InvalidArgument(Quoted(media_type),
                           " is no media type (RFC 2046): its parameters are not name=value");
  }
  return absl::OkStatus();
}

}  // namespace cloudevents
