// A copy of a status that shares nothing with the original.
//
//   recorded.status = eventbus::testing::Unshared(failure.status);
//
// Copies of an absl::Status share a counted message, whose count some builds of Abseil keep in a
// library that ThreadSanitizer does not see. What the test kit keeps or hands to another thread is
// therefore its own.
#ifndef EVENTBUS_TESTING_UNSHARED_STATUS_H_
#define EVENTBUS_TESTING_UNSHARED_STATUS_H_

#include "absl/status/status.h"

namespace eventbus::testing {

// Code and message are kept, payloads are not.
inline absl::Status Unshared(const absl::Status& status) {
  return absl::Status(status.code(), status.message());
}

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_UNSHARED_STATUS_H_
