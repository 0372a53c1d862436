// Proved by tests/cloudevents/extensions/verifiability_test.cc: the draft's test vectors, an event
// with each of its attributes and each byte of its data changed, and ways through other formats.
#include "cloudevents/extensions/verifiability.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/dsse.h"
#include "cloudevents/extensions/internal/verification_material.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::VerificationMaterial;

// Formats without types deliver the Binary as a String: the text is base64 either way.
absl::StatusOr<std::string> EnvelopeText(const Event& event) {
  const std::optional<AttributeView> value = event.extension(kDsseMaterial);
  if (!value.has_value() || value->text().empty()) {
    return absl::NotFoundError(
        Cat("the event is not signed: it has no attribute \"", kDsseMaterial, "\""));
  }
  const bool may_be_base64 =
      value->type() == AttributeType::kBinary || value->type() == AttributeType::kString;
  std::string bytes(value->text());
  const std::optional<std::size_t> length =
      may_be_base64 ? internal::DecodeBase64(bytes, bytes.data()) : std::nullopt;
  if (!length.has_value()) {
    return internal::InvalidArgument("attribute \"", kDsseMaterial, "\": it is not base64");
  }
  bytes.resize(*length);
  return bytes;
}

std::vector<std::string> AllExtensions(const Event& event) {
  std::vector<std::string> names;
  for (const ExtensionView& extension : event.extensions()) {
    if (extension.name != kDsseMaterial) names.emplace_back(extension.name);
  }
  return names;
}

absl::Status CheckDigest(const absl::StatusOr<std::string>& digest, std::string_view signed_digest,
                         std::string_view what) {
  if (!digest.ok()) return digest.status();
  if (*digest == signed_digest) return absl::OkStatus();
  return absl::PermissionDeniedError(
      Cat("the event is not the one that was signed: ", what, " differ"));
}

// The event without the extensions that are not in `names`.
absl::StatusOr<Event> OnlyExtensions(const Event& event, absl::Span<const std::string> names) {
  EventBuilder builder(event);
  for (const ExtensionView& extension : event.extensions()) {
    if (std::find(names.begin(), names.end(), extension.name) == names.end()) {
      builder.RemoveExtension(extension.name);
    }
  }
  return builder.Build();
}

}  // namespace

absl::StatusOr<Event> SignEvent(const Event& event, absl::Span<const Signer* const> signers,
                                const SignOptions& options) {
  EventBuilder builder(event);
  if (!event.datacontenttype().has_value()) {
    if (const std::optional<std::string_view> implied = event.data_media_type()) {
      builder.DataContentType(*implied);
    }
  }
  absl::StatusOr<Event> to_sign = builder.Build();
  if (!to_sign.ok()) return to_sign;

  VerificationMaterial material;
  material.signed_extensions = options.extensions.value_or(AllExtensions(event));
  if (absl::Status status = internal::ValidateSignedExtensions(material.signed_extensions);
      !status.ok()) {
    return Annotate("extensions to sign", status);
  }
  absl::StatusOr<std::string> core = internal::CoreDigest(*to_sign);
  if (!core.ok()) return core.status();
  material.core = *std::move(core);
  absl::StatusOr<std::string> ext =
      internal::ExtensionDigest(*to_sign, material.signed_extensions, options.timestamps);
  if (!ext.ok()) return ext.status();
  material.ext = *std::move(ext);

  const absl::StatusOr<DsseEnvelope> envelope =
      SignDsse(kVerifiabilityPayloadType, internal::EncodeMaterial(material), signers);
  if (!envelope.ok()) return envelope.status();
  return builder.Extension(kDsseMaterial, AttributeValue::Binary(EncodeDsse(*envelope))).Build();
}

absl::StatusOr<VerifiedEvent> VerifyEvent(const Event& event,
                                          absl::Span<const Verifier* const> verifiers,
                                          const VerifyOptions& options) {
  const absl::StatusOr<std::string> text = EnvelopeText(event);
  if (!text.ok()) return text.status();
  const absl::StatusOr<DsseEnvelope> envelope = DecodeDsse(*text, options.limits);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<VerifiedDsse> verified =
      VerifyDsse(*envelope, kVerifiabilityPayloadType, verifiers, options.threshold);
  if (!verified.ok()) return verified.status();
  const absl::StatusOr<VerificationMaterial> material =
      internal::DecodeMaterial(verified->payload, options.limits.max_depth);
  if (!material.ok()) return material.status();

  if (absl::Status status = CheckDigest(internal::CoreDigest(event), material->core,
                                        "the core attributes or the data");
      !status.ok()) {
    return status;
  }
  std::vector<std::string> names;
  if (options.extensions && !material->signed_extensions.empty()) {
    names = material->signed_extensions;
    if (absl::Status status =
            CheckDigest(internal::ExtensionDigest(event, names, options.timestamps), material->ext,
                        "the signed extension attributes");
        !status.ok()) {
      return status;
    }
  }
  absl::StatusOr<Event> proved = OnlyExtensions(event, names);
  if (!proved.ok()) return proved.status();
  return VerifiedEvent{*std::move(proved), std::move(verified->signed_by)};
}

}  // namespace cloudevents
