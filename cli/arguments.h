// Command-line arguments: flags and operands.
//
//   constexpr Flag kFlags[] = {
//       {.name = "pattern", .value = "PATTERN", .summary = "the event pattern"},
//       {.name = "explain", .summary = "say why"},
//   };
//   absl::StatusOr<Arguments> arguments = Arguments::Parse(args, kFlags);
//   std::optional<std::string_view> pattern = arguments->value("pattern");
//   bool explain = arguments->has("explain");
//
// A flag is written --name=value or --name value, or --name alone where it takes no value. All
// after "--" are operands; "-" is one everywhere.
#ifndef CLI_ARGUMENTS_H_
#define CLI_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace eventbus::cli {

// What a command takes. The views are to string literals.
struct Flag {
  std::string_view name;        // without the dashes
  std::string_view value = "";  // what stands for the value in the help; empty: takes none
  std::string_view summary;     // one line for the help
  bool repeatable = false;      // may be given more than once
};

// The arguments of one call. The views are those that Parse was given. Immutable.
class Arguments {
 public:
  // InvalidArgument names the flag: unknown (then the flags that there are follow), without its
  // value, with a value that it does not take, or given twice.
  static absl::StatusOr<Arguments> Parse(absl::Span<const std::string_view> args,
                                         absl::Span<const Flag> flags);

  bool has(std::string_view name) const;

  // The flag's value; nullopt if it was not given.
  std::optional<std::string_view> value(std::string_view name) const;

  // All values of a repeatable flag, in order.
  std::vector<std::string_view> values(std::string_view name) const;

  // The flag's value as a decimal number in [least, most], or `absent` if it was not given.
  // InvalidArgument, which names the flag and the range, if it is none.
  absl::StatusOr<std::int64_t> Integer(std::string_view name, std::int64_t absent,
                                       std::int64_t least, std::int64_t most) const;

  // Where the flag's value stands in `choices`, or 0, the default, if it was not given.
  // InvalidArgument, which names the flag and the choices, if it is none of them.
  absl::StatusOr<std::size_t> Choice(std::string_view name,
                                     absl::Span<const std::string_view> choices) const;

  // What is no flag, in order.
  absl::Span<const std::string_view> operands() const { return operands_; }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> flags_;  // name, value
  std::vector<std::string_view> operands_;
};

}  // namespace eventbus::cli

#endif  // CLI_ARGUMENTS_H_
