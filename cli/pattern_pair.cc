#include "cli/pattern_pair.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/utf8.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::JsonScanner;
using ::cloudevents::internal::JsonString;
using ::cloudevents::internal::Unescaped;

// Of values within the line. Patterns and events have limits of their own, which are lower.
constexpr std::size_t kMaxDepth = 1024;

// Reads one value: what a string holds, or the bytes of any other value.
bool ReadText(JsonScanner& scanner, std::string& text) {
  if (scanner.Peek() == '"') {
    JsonString string;
    if (!scanner.ReadString(string)) return false;
    text = Unescaped(string);
    return true;
  }
  std::string_view value;
  if (!scanner.ReadValue(kMaxDepth, value)) return false;
  text = value;
  return true;
}

absl::Status Put(std::string_view name, std::string value, std::optional<std::string>& member) {
  if (member.has_value()) return InvalidArgument("the line has two members \"", name, "\"");
  member = std::move(value);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PatternPair> ParsePatternPair(std::string_view line) {
  if (!cloudevents::internal::IsUtf8(line)) return InvalidArgument("the line is not UTF-8");
  std::optional<std::string> pattern;
  std::optional<std::string> event;
  JsonScanner scanner(line);
  const auto malformed = [&scanner] {
    return Annotate("the line is not a JSON object", scanner.error());
  };
  if (!scanner.Take('{')) return malformed();
  if (!scanner.TakeIf('}')) {
    do {
      JsonString key;
      std::string value;
      if (!scanner.ReadString(key) || !scanner.Take(':') || !ReadText(scanner, value)) {
        return malformed();
      }
      const std::string name = Unescaped(key);
      absl::Status put;
      if (name == "pattern") {
        put = Put(name, std::move(value), pattern);
      } else if (name == "event") {
        put = Put(name, std::move(value), event);
      }
      if (!put.ok()) return put;
    } while (scanner.TakeIf(','));
    if (!scanner.Take('}')) return malformed();
  }
  if (!scanner.ReadEnd()) return malformed();
  if (!pattern.has_value()) return InvalidArgument("the line has no member \"pattern\"");
  if (!event.has_value()) return InvalidArgument("the line has no member \"event\"");
  return PatternPair{*std::move(pattern), *std::move(event)};
}

}  // namespace eventbus::cli
