// What went wrong in OpenSSL, in words.
//
//   OpenSslErrors errors;
//   if (EVP_DigestSignInit(...) != 1) return errors.Status(absl::StatusCode::kInternal, "...");
//
// OpenSSL leaves its errors in a queue of the thread. What is there before is somebody else's and
// stays; what is added while this lives is gone afterwards.
#ifndef CLOUDEVENTS_EXTENSIONS_INTERNAL_OPENSSL_ERRORS_H_
#define CLOUDEVENTS_EXTENSIONS_INTERNAL_OPENSSL_ERRORS_H_

#include <string_view>

#include "absl/status/status.h"

namespace cloudevents::internal {

// Lives on the stack around calls of OpenSSL. May be nested.
class OpenSslErrors {
 public:
  OpenSslErrors();
  ~OpenSslErrors();
  OpenSslErrors(const OpenSslErrors&) = delete;
  OpenSslErrors& operator=(const OpenSslErrors&) = delete;

  // An error of this code: `what`, and OpenSSL's latest reason unless that is the one that was
  // there before.
  absl::Status Status(absl::StatusCode code, std::string_view what) const;

 private:
  unsigned long before_;  // the latest error of somebody else, or 0
};

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_EXTENSIONS_INTERNAL_OPENSSL_ERRORS_H_
