#include "cloudevents/extensions/internal/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/extensions/internal/openssl_errors.h"

namespace cloudevents::internal {

absl::StatusOr<std::string> Sha256(std::string_view bytes) {
  const OpenSslErrors errors;
  std::array<unsigned char, kSha256Bytes> digest;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    return errors.Status(absl::StatusCode::kInternal, "SHA-256 failed");
  }
  return std::string(digest.begin(), digest.end());
}

}  // namespace cloudevents::internal
