// A line of `eventbus match --pairs`: a pattern and an event to try it on.
//
//   absl::StatusOr<PatternPair> pair =
//       ParsePatternPair(R"({"pattern": {"type": ["order"]}, "event": "{\"type\": \"order\"}"})");
//   // pair->pattern is {"type": ["order"]}, pair->event is {"type": "order"}
#ifndef CLI_PATTERN_PAIR_H_
#define CLI_PATTERN_PAIR_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace eventbus::cli {

struct PatternPair {
  std::string pattern;
  std::string event;
};

// The members `pattern` and `event` of a JSON object. Each is a JSON value, which is kept byte for
// byte (no digit of a number is lost), or a string, whose text is taken. They are not parsed
// further. Other members are passed over. InvalidArgument if the line is no JSON object, or one of
// the two is missing or there twice.
absl::StatusOr<PatternPair> ParsePatternPair(std::string_view line);

}  // namespace eventbus::cli

#endif  // CLI_PATTERN_PAIR_H_
