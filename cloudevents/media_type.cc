#include "cloudevents/media_type.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/optional_space.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents {
namespace {

using internal::InvalidArgument;
using internal::Quoted;
using internal::ToAbsl;

// What most events have; looked for first.
constexpr std::string_view kUsualMediaType = "application/json";

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
std::optional<std::string> TakeParameterValue(std::string_view& rest) {
  if (!rest.starts_with('"')) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), IsTokenCharacter);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    if (length == 0) return std::nullopt;
    std::string value(rest.substr(0, length));
    rest.remove_prefix(length);
    return value;
  }
  std::string value;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return value;
    }
    if (rest[i] == '\\' && ++i == rest.size()) break;
    value += rest[i];
  }
  return std::nullopt;
}

// Reads *( ";" [ name "=" value ] ) to its end: HTTP allows an empty parameter, and servers send
// them. Whether all of it was well-formed; the parameters up to what was not are taken.
bool ReadParameters(std::string_view rest, std::vector<MediaTypeParameter>* parameters) {
  for (;;) {
    rest = internal::TrimOptionalSpace(rest);
    if (rest.empty()) return true;
    if (!rest.starts_with(';')) return false;
    rest = internal::TrimOptionalSpace(rest.substr(1));
    if (rest.empty() || rest.starts_with(';')) continue;
    const std::size_t equals = rest.find('=');
    const std::string_view name = rest.substr(0, equals);
    if (equals == std::string_view::npos || !IsToken(name)) return false;
    rest.remove_prefix(equals + 1);
    std::optional<std::string> value = TakeParameterValue(rest);
    if (!value.has_value()) return false;
    if (parameters != nullptr) {
      parameters->push_back({absl::AsciiStrToLower(ToAbsl(name)), *std::move(value)});
    }
  }
}

// From the first semicolon on.
std::string_view ParameterText(std::string_view media_type) {
  const std::size_t semicolon = media_type.find(';');
  return semicolon == std::string_view::npos ? std::string_view() : media_type.substr(semicolon);
}

}  // namespace

std::string_view MediaTypeEssence(std::string_view media_type) {
  return internal::TrimOptionalSpace(media_type.substr(0, media_type.find(';')));
}

bool IsJsonMediaType(std::string_view media_type) {
  if (media_type == kUsualMediaType) return true;
  const std::string_view subtype = Subtype(MediaTypeEssence(media_type));
  return EqualsIgnoreCase(subtype, "json") || EndsWithIgnoreCase(subtype, "+json");
}

bool IsCborMediaType(std::string_view media_type) {
  const std::string_view subtype = Subtype(MediaTypeEssence(media_type));
  return EqualsIgnoreCase(subtype, "cbor") || EndsWithIgnoreCase(subtype, "+cbor");
}

bool IsTextMediaType(std::string_view media_type) {
  const std::string_view essence = MediaTypeEssence(media_type);
  const std::string_view subtype = Subtype(essence);
  return absl::StartsWithIgnoreCase(ToAbsl(essence), "text/") || EqualsIgnoreCase(subtype, "xml") ||
         EndsWithIgnoreCase(subtype, "+xml");
}

std::vector<MediaTypeParameter> MediaTypeParameters(std::string_view media_type) {
  std::vector<MediaTypeParameter> parameters;
  ReadParameters(ParameterText(media_type), &parameters);
  return parameters;
}

std::optional<std::string> FindMediaTypeParameter(std::string_view media_type,
                                                  std::string_view name) {
  for (MediaTypeParameter& parameter : MediaTypeParameters(media_type)) {
    if (parameter.name == name) return std::move(parameter.value);
  }
  return std::nullopt;
}

absl::Status ValidateMediaType(std::string_view media_type) {
  if (media_type == kUsualMediaType) return absl::OkStatus();
  const std::string_view essence = MediaTypeEssence(media_type);
  const std::size_t slash = essence.find('/');
  if (slash == std::string_view::npos || !IsToken(essence.substr(0, slash)) ||
      !IsToken(essence.substr(slash + 1))) {
    return InvalidArgument(Quoted(media_type), " is no media type (RFC 2046): not type/subtype");
  }
  if (!ReadParameters(ParameterText(media_type), nullptr)) {
    return InvalidArgument(Quoted(media_type),
                           " is no media type (RFC 2046): its parameters are not name=value");
  }
  return absl::OkStatus();
}

}  // namespace cloudevents
