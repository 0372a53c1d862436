#include "cli/key_file.h"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/streams.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/extensions/signing_key.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;

// At most one byte more than a key may have: which makes it one that is refused.
absl::StatusOr<std::string> ReadText(std::string_view path) {
  const absl::StatusOr<std::unique_ptr<Input>> file = OpenFile(path);
  if (!file.ok()) return file.status();
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() <= cloudevents::kMaxPemBytes) {
    const absl::StatusOr<std::size_t> count = (*file)->Read(absl::MakeSpan(buffer));
    if (!count.ok()) return count.status();
    if (*count == 0) break;
    text.append(buffer.data(), *count);
  }
  return text;
}

// The command names no file that there is: it would overwrite a key that is only of the wrong kind.
absl::Status Refused(std::string_view path, const absl::Status& why, std::string_view command) {
  return InvalidArgument("--key ", path, ": ", Message(why), " (a key is made with: ", command,
                         ")");
}

}  // namespace

absl::StatusOr<std::unique_ptr<cloudevents::Signer>> ReadSigner(std::string_view path,
                                                                std::string_view key_id) {
  constexpr std::string_view kCommand = "openssl genpkey -algorithm ed25519 -out NEW_FILE";
  const absl::StatusOr<std::string> pem = ReadText(path);
  if (!pem.ok()) return Refused(path, pem.status(), kCommand);
  absl::StatusOr<std::unique_ptr<cloudevents::Signer>> signer =
      cloudevents::SignerFromPem(*pem, key_id);
  if (!signer.ok()) return Refused(path, signer.status(), kCommand);
  return signer;
}

absl::StatusOr<std::unique_ptr<cloudevents::Verifier>> ReadVerifier(std::string_view path) {
  constexpr std::string_view kCommand = "openssl pkey -in PRIVATE_KEY -pubout -out NEW_FILE";
  const absl::StatusOr<std::string> pem = ReadText(path);
  if (!pem.ok()) return Refused(path, pem.status(), kCommand);
  absl::StatusOr<std::unique_ptr<cloudevents::Verifier>> verifier =
      cloudevents::VerifierFromPem(*pem);
  if (!verifier.ok()) return Refused(path, verifier.status(), kCommand);
  return verifier;
}

}  // namespace eventbus::cli
