// What a signature of an event says: the digests of the event's parts (the verifiability extension,
// section "Signature").
#ifndef CLOUDEVENTS_EXTENSIONS_INTERNAL_VERIFICATION_MATERIAL_H_
#define CLOUDEVENTS_EXTENSIONS_INTERNAL_VERIFICATION_MATERIAL_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/event.h"

namespace cloudevents::internal {

struct VerificationMaterial {
  std::string core;                            // of the core attributes and the data, 32 bytes
  std::string ext;                             // of the signed extensions; empty if there are none
  std::vector<std::string> signed_extensions;  // their names, in the order in which ext has them
};

// CORE_DIGEST. Internal if OpenSSL fails.
absl::StatusOr<std::string> CoreDigest(const Event& event);

// EXT_DIGEST over the attributes of these names, in this order. Strings by a name in `timestamps`
// are read as Timestamps, where they are well-formed. Internal if OpenSSL fails.
absl::StatusOr<std::string> ExtensionDigest(const Event& event, absl::Span<const std::string> names,
                                            absl::Span<const std::string> timestamps);

// OK, or InvalidArgument: whether these may be the names of signed extensions.
absl::Status ValidateSignedExtensions(absl::Span<const std::string> names);

// The JSON object, without spaces.
std::string EncodeMaterial(const VerificationMaterial& material);

// From JSON text, which has come with a good signature, but from any software. Nesting deeper than
// `max_depth` is refused. InvalidArgument names the member.
absl::StatusOr<VerificationMaterial> DecodeMaterial(std::string_view json, std::size_t max_depth);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_EXTENSIONS_INTERNAL_VERIFICATION_MATERIAL_H_
