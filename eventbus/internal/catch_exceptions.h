// Where the user's code is called: its exceptions become Statuses here, in a source file of the
// project, so that code compiled without exceptions can call the bus.
#ifndef EVENTBUS_INTERNAL_CATCH_EXCEPTIONS_H_
#define EVENTBUS_INTERNAL_CATCH_EXCEPTIONS_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace eventbus::internal {

// Runs `step`; an exception becomes an Unknown error that says that `who` threw it, with its text.
absl::Status CatchExceptions(std::string_view who, absl::FunctionRef<absl::Status()> step);

// The status of the exception being handled.
absl::Status CurrentExceptionStatus(std::string_view who);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_CATCH_EXCEPTIONS_H_
