// Keys from files, for the commands that sign and verify.
#ifndef CLI_KEY_FILE_H_
#define CLI_KEY_FILE_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/extensions/signer.h"

namespace eventbus::cli {

// The signer or verifier of the PEM key in the file at `path`; a signer's name is `key_id`, or the
// key's fingerprint if that is empty. InvalidArgument, also where the file cannot be read, since
// the call names it: the message says which file, why, and the command that makes a right one.
absl::StatusOr<std::unique_ptr<cloudevents::Signer>> ReadSigner(std::string_view path,
                                                                std::string_view key_id);
absl::StatusOr<std::unique_ptr<cloudevents::Verifier>> ReadVerifier(std::string_view path);

}  // namespace eventbus::cli

#endif  // CLI_KEY_FILE_H_
