// SHA-256 (FIPS 180-4), by OpenSSL.
#ifndef CLOUDEVENTS_EXTENSIONS_INTERNAL_SHA256_H_
#define CLOUDEVENTS_EXTENSIONS_INTERNAL_SHA256_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace cloudevents::internal {

inline constexpr std::size_t kSha256Bytes = 32;

// The digest, 32 bytes. Internal: OpenSSL refuses, which it does where its configuration is broken.
absl::StatusOr<std::string> Sha256(std::string_view bytes);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_EXTENSIONS_INTERNAL_SHA256_H_
