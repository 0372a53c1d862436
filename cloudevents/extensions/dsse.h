// DSSE, the Dead Simple Signing Envelope: bytes, what they are, and signatures of both.
//
//   absl::StatusOr<cloudevents::DsseEnvelope> envelope =
//       cloudevents::SignDsse("application/vnd.example+json", payload, {signer.get()});
//   std::string json = cloudevents::EncodeDsse(*envelope);
//   ...
//   absl::StatusOr<cloudevents::DsseEnvelope> received = cloudevents::DecodeDsse(json);
//   absl::StatusOr<cloudevents::VerifiedDsse> verified =
//       cloudevents::VerifyDsse(*received, "application/vnd.example+json", {verifier.get()});
//   Use(verified->payload);
//
// DSSE 1.0.2, protocol.md and envelope.md (secure-systems-lab/dsse). Links no cryptography: keys
// are behind the ports of signer.h.
#ifndef CLOUDEVENTS_EXTENSIONS_DSSE_H_
#define CLOUDEVENTS_EXTENSIONS_DSSE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/extensions/signer.h"

namespace cloudevents {

struct DsseSignature {
  std::string key_id;     // a hint which key to try, written by anybody; may be empty
  std::string signature;  // bytes
  friend bool operator==(const DsseSignature&, const DsseSignature&) = default;
};

// What came in or is to go out. Nothing in it is to be believed before VerifyDsse.
struct DsseEnvelope {
  std::string payload_type;  // a media type or a URI, compared byte for byte
  std::string payload;       // bytes
  std::vector<DsseSignature> signatures;
  friend bool operator==(const DsseEnvelope&, const DsseEnvelope&) = default;
};

// What is refused, with InvalidArgument that names the limit. They bound the work of a verification
// too: each signature is tried with each key at most once.
struct DsseLimits {
  std::size_t max_bytes = 64 << 10;  // of the envelope's JSON text
  std::size_t max_depth = 32;        // of nesting in it, members that are ignored included
  std::size_t max_signatures = 16;
};

// The bytes that are signed, "PAE" in DSSE: both texts with their lengths before them.
std::string DssePreAuthEncoding(std::string_view payload_type, std::string_view payload);

// An envelope with one signature by each signer, in order. InvalidArgument: there is no signer, or
// the payload type or a key's name is not UTF-8. Otherwise the error of the signer that failed.
absl::StatusOr<DsseEnvelope> SignDsse(std::string_view payload_type, std::string_view payload,
                                      absl::Span<const Signer* const> signers);

// The envelope as JSON text without spaces, in standard base64. Texts in it must be UTF-8.
std::string EncodeDsse(const DsseEnvelope& envelope);

// An envelope from JSON text. Base64 may be standard or URL-safe, with padding. Members that are
// not known are ignored; known ones that come twice are refused. InvalidArgument names the member.
absl::StatusOr<DsseEnvelope> DecodeDsse(std::string_view json, const DsseLimits& limits = {});

struct VerifiedDsse {
  std::string payload;
  std::vector<std::size_t>
      signed_by;  // whose signatures are good, as ascending indices of verifiers
};

// Verifies first and looks at the payload's type afterwards: a payload comes back only if at least
// `threshold` different keys of `verifiers` signed it, and if it is of `payload_type`.
//
// InvalidArgument: `threshold` is less than 1, or more than the keys that there are.
// PermissionDenied: fewer keys have signed it. Unimplemented: it is signed, but of another type.
// Where a verifier could not find out and it was needed, its error.
absl::StatusOr<VerifiedDsse> VerifyDsse(const DsseEnvelope& envelope, std::string_view payload_type,
                                        absl::Span<const Verifier* const> verifiers,
                                        std::size_t threshold = 1);

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_DSSE_H_
