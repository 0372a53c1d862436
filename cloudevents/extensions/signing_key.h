// Signing keys in memory: Ed25519 (RFC 8032), and ECDSA over NIST P-256 with SHA-256.
//
//   absl::StatusOr<std::unique_ptr<cloudevents::Signer>> signer =
//       cloudevents::SignerFromPem(private_key_pem, "orders-2026");
//   absl::StatusOr<std::unique_ptr<cloudevents::Verifier>> verifier =
//       cloudevents::VerifierFromPem(public_key_pem);
//
// Keys are made by
//
//   openssl genpkey -algorithm ed25519 -out private.pem
//   openssl pkey -in private.pem -pubout -out public.pem
//
// or, for P-256, with -algorithm EC -pkeyopt ec_paramgen_curve:P-256. The key says which algorithm
// it is for; a signature cannot choose one. An ECDSA signature is r and s, 32 bytes each, as in the
// examples of DSSE 1.0.2 and of the verifiability extension; ASN.1 is refused.
#ifndef CLOUDEVENTS_EXTENSIONS_SIGNING_KEY_H_
#define CLOUDEVENTS_EXTENSIONS_SIGNING_KEY_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "cloudevents/extensions/signer.h"

namespace cloudevents {

// Longer texts are refused before they are parsed.
inline constexpr std::size_t kMaxPemBytes = 64 << 10;

// A signer from the first private key in `pem`, which is not encrypted. Without a `key_id` its name
// is the fingerprint of its public key. InvalidArgument: there is no such key, or it is for another
// algorithm or curve; OpenSSL's reason is in the message, nothing of the key is.
absl::StatusOr<std::unique_ptr<Signer>> SignerFromPem(std::string_view pem,
                                                      std::string_view key_id = "");

// A verifier from the first public key ("BEGIN PUBLIC KEY") in `pem`. Without a `key_id` it tries
// every signature. Its fingerprint is the SHA-256 of the key's SubjectPublicKeyInfo, in lower-case
// hexadecimal. InvalidArgument as above.
absl::StatusOr<std::unique_ptr<Verifier>> VerifierFromPem(std::string_view pem,
                                                          std::string_view key_id = "");

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_SIGNING_KEY_H_
