#include "cloudevents/extensions/internal/openssl_errors.h"

#include <openssl/err.h>

#include <array>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {

OpenSslErrors::OpenSslErrors() : before_(ERR_peek_last_error()) { ERR_set_mark(); }

// Without a mark, which an empty queue does not take, this empties the queue.
OpenSslErrors::~OpenSslErrors() { ERR_pop_to_mark(); }

absl::Status OpenSslErrors::Status(absl::StatusCode code, std::string_view what) const {
  const unsigned long error = ERR_peek_last_error();
  if (error == 0 || error == before_) return absl::Status(code, ToAbsl(what));
  std::array<char, 256> reason;
  ERR_error_string_n(error, reason.data(), reason.size());
  return absl::Status(code, Cat(what, ": ", std::string_view(reason.data())));
}

}  // namespace cloudevents::internal
