#include "eventbus/internal/catch_exceptions.h"

#include <exception>

#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::internal {

using cloudevents::internal::Cat;

absl::Status CurrentExceptionStatus(std::string_view who) {
  try {
    throw;
  } catch (const std::exception& error) {
    return absl::UnknownError(Cat(who, " threw: ", error.what()));
  } catch (...) {
    return absl::UnknownError(Cat(who, " threw an exception that is no std::exception"));
  }
}

absl::Status CatchExceptions(std::string_view who, absl::FunctionRef<absl::Status()> step) {
  try {
    return step();
  } catch (...) {
    return CurrentExceptionStatus(who);
  }
}

}  // namespace eventbus::internal
