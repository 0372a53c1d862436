// The one place that knows which string_view Abseil was built with.
//
// Debian builds Abseil with its own absl::string_view, other builds make it an alias of
// std::string_view. The project's signatures use std::string_view throughout; where a string goes
// into or comes out of Abseil, it goes through here.
#ifndef CLOUDEVENTS_INTERNAL_ABSEIL_STRINGS_H_
#define CLOUDEVENTS_INTERNAL_ABSEIL_STRINGS_H_

#include <concepts>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace cloudevents::internal {

inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

inline std::string_view ToStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

// What absl::StrCat takes, from anything that it takes and from std::string_view.
template <typename T>
decltype(auto) CatArgument(const T& value) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    return ToAbsl(value);
  } else {
    return (value);
  }
}

// absl::StrCat for arguments that may be std::string_view.
template <typename... T>
std::string Cat(const T&... values) {
  return absl::StrCat(CatArgument(values)...);
}

// The message of a status.
inline std::string_view Message(const absl::Status& status) { return ToStd(status.message()); }

// Errors whose message is made of parts, as by Cat.
template <typename... T>
absl::Status InvalidArgument(const T&... parts) {
  return absl::InvalidArgumentError(Cat(parts...));
}

// `status` with "`prefix`: " before its message; an OK status stays as it is.
inline absl::Status Annotate(std::string_view prefix, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), Cat(prefix, ": ", Message(status)));
}

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_ABSEIL_STRINGS_H_
