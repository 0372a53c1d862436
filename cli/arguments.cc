#include "cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;

absl::Status UnknownFlag(std::string_view argument, absl::Span<const Flag> flags) {
  std::string known;
  for (const Flag& flag : flags) known += Cat(known.empty() ? "--" : ", --", flag.name);
  return InvalidArgument("unknown flag ", argument,
                         known.empty() ? "; there are none" : "; there are ", known);
}

}  // namespace

absl::StatusOr<Arguments> Arguments::Parse(absl::Span<const std::string_view> args,
                                           absl::Span<const Flag> flags) {
  Arguments parsed;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--") {
      parsed.operands_.insert(parsed.operands_.end(), args.begin() + i + 1, args.end());
      break;
    }
    if (!args[i].starts_with('-') || args[i] == "-") {
      parsed.operands_.push_back(args[i]);
      continue;
    }
    const std::size_t equals = args[i].find('=');
    const std::string_view dashed = args[i].substr(0, equals);
    const auto flag = std::find_if(flags.begin(), flags.end(), [&](const Flag& known) {
      return dashed.starts_with("--") && dashed.substr(2) == known.name;
    });
    if (flag == flags.end()) return UnknownFlag(dashed, flags);
    if (!flag->repeatable && parsed.has(flag->name)) {
      return InvalidArgument("--", flag->name, " is given twice");
    }
    std::string_view value;
    if (equals != std::string_view::npos) {
      if (flag->value.empty()) return InvalidArgument("--", flag->name, " takes no value");
      value = args[i].substr(equals + 1);
    } else if (!flag->value.empty()) {
      if (++i == args.size()) {
        return InvalidArgument("--", flag->name, " needs a value: --", flag->name, " ",
                               flag->value);
      }
      value = args[i];
    }
    parsed.flags_.emplace_back(flag->name, value);
  }
  return parsed;
}

bool Arguments::has(std::string_view name) const { return value(name).has_value(); }

std::optional<std::string_view> Arguments::value(std::string_view name) const {
  for (const auto& [flag, value] : flags_) {
    if (flag == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Arguments::values(std::string_view name) const {
  std::vector<std::string_view> all;
  for (const auto& [flag, value] : flags_) {
    if (flag == name) all.push_back(value);
  }
  return all;
}

absl::StatusOr<std::int64_t> Arguments::Integer(std::string_view name, std::int64_t absent,
                                                std::int64_t least, std::int64_t most) const {
  const std::optional<std::string_view> text = value(name);
  if (!text.has_value()) return absent;
  std::int64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || stop != end || number < least || number > most) {
    return InvalidArgument("--", name, " must be a number from ", least, " to ", most, ", not \"",
                           *text, "\"");
  }
  return number;
}

absl::StatusOr<std::size_t> Arguments::Choice(std::string_view name,
                                              absl::Span<const std::string_view> choices) const {
  const std::optional<std::string_view> text = value(name);
  if (!text.has_value()) return 0;
  std::string list;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i] == *text) return i;
    list += Cat(i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ", choices[i]);
  }
  return InvalidArgument("--", name, " must be ", list, ", not \"", *text, "\"");
}

}  // namespace eventbus::cli
