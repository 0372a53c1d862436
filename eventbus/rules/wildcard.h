// Wildcard expressions: `*` stands for any characters, also none.
//
//   absl::StatusOr<Wildcard> wildcard = Wildcard::Parse("arn:*:event-bus/*");
//   wildcard->Matches("arn:aws:events:eu-west-1:1:event-bus/orders");  // true
#ifndef EVENTBUS_RULES_WILDCARD_H_
#define EVENTBUS_RULES_WILDCARD_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace eventbus::rules {

// An immutable value.
class Wildcard {
 public:
  // `\*` is a star and `\\` a backslash. InvalidArgument for two stars in a row, any other escape,
  // and a backslash at the end.
  static absl::StatusOr<Wildcard> Parse(std::string_view text);

  // In time O(text * longest literal) at worst, whatever the number of stars: a literal that fits
  // at its leftmost place leaves the most room to the next, so nothing is ever tried again.
  bool Matches(std::string_view text) const;

  // As written.
  std::string_view text() const { return text_; }

 private:
  Wildcard() = default;

  std::string text_;
  std::vector<std::string> literals_;  // what stands between the stars; one more than stars
};

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_WILDCARD_H_
