// Proved by tests/cloudevents/extensions/dsse_test.cc, which has DSSE's own examples, and by
// tests/fuzz/dsse_fuzzer.cc.
#include "cloudevents/extensions/dsse.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/extensions/internal/any_base64.h"
#include "cloudevents/extensions/internal/json_object.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"

namespace cloudevents {
namespace {

using internal::Annotate;
using internal::Cat;
using internal::InvalidArgument;
using internal::JsonObject;
using internal::Quoted;

constexpr std::string_view kPayload = "payload";
constexpr std::string_view kPayloadType = "payloadType";
constexpr std::string_view kSignatures = "signatures";
constexpr std::string_view kKeyId = "keyid";
constexpr std::string_view kSig = "sig";

absl::StatusOr<DsseSignature> DecodeSignature(std::string_view json, std::size_t max_depth) {
  const absl::StatusOr<JsonObject> object = JsonObject::Parse(json, max_depth);
  if (!object.ok()) return object.status();
  DsseSignature signature;
  absl::StatusOr<std::string> bytes = internal::Base64Member(*object, kSig);
  if (!bytes.ok()) return bytes.status();
  signature.signature = *std::move(bytes);
  if (object->has(kKeyId)) {
    absl::StatusOr<std::string> key_id = object->String(kKeyId);
    if (!key_id.ok()) return key_id.status();
    signature.key_id = *std::move(key_id);
  }
  return signature;
}

// Whether the signature may be one of the verifier's key, as far as the names say.
bool MayBeBy(const DsseSignature& signature, const Verifier& verifier) {
  return signature.key_id.empty() || verifier.key_id().empty() ||
         signature.key_id == verifier.key_id();
}

// OK if one of the signatures is the verifier's. Else PermissionDenied, or, where the verifier
// could not find out about one, that error.
absl::Status VerifyAny(const DsseEnvelope& envelope, std::string_view message,
                       const Verifier& verifier) {
  absl::Status result = absl::PermissionDeniedError("no signature is of this key");
  for (const DsseSignature& signature : envelope.signatures) {
    if (!MayBeBy(signature, verifier)) continue;
    absl::Status verified = verifier.Verify(message, signature.signature);
    if (verified.ok()) return verified;
    if (!absl::IsPermissionDenied(verified)) result = std::move(verified);
  }
  return result;
}

absl::Status CheckThreshold(absl::Span<const Verifier* const> verifiers, std::size_t threshold) {
  std::set<std::string_view> keys;
  for (const Verifier* verifier : verifiers) keys.insert(verifier->fingerprint());
  if (threshold >= 1 && threshold <= keys.size()) return absl::OkStatus();
  return InvalidArgument("the threshold is ", threshold, ", and must be 1 to ", keys.size(),
                         ", the number of different trusted keys");
}

}  // namespace

std::string DssePreAuthEncoding(std::string_view payload_type, std::string_view payload) {
  return Cat("DSSEv1 ", payload_type.size(), " ", payload_type, " ", payload.size(), " ", payload);
}

absl::StatusOr<DsseEnvelope> SignDsse(std::string_view payload_type, std::string_view payload,
                                      absl::Span<const Signer* const> signers) {
  if (signers.empty()) return InvalidArgument("there is no key to sign with");
  if (!internal::IsUtf8(payload_type)) {
    return InvalidArgument("the payload type ", Quoted(payload_type), " is not UTF-8");
  }
  DsseEnvelope envelope{.payload_type = std::string(payload_type), .payload = std::string(payload)};
  const std::string message = DssePreAuthEncoding(payload_type, payload);
  for (const Signer* signer : signers) {
    const std::string_view key_id = signer->key_id();
    if (!internal::IsUtf8(key_id)) {
      return InvalidArgument("the key's name ", Quoted(key_id), " is not UTF-8");
    }
    absl::StatusOr<std::string> signature = signer->Sign(message);
    if (!signature.ok()) return Annotate(Cat("key ", Quoted(key_id)), signature.status());
    envelope.signatures.push_back({std::string(key_id), *std::move(signature)});
  }
  return envelope;
}

std::string EncodeDsse(const DsseEnvelope& envelope) {
  std::string json = Cat("{\"", kPayload, "\":\"");
  internal::AppendBase64(envelope.payload, json);
  json += Cat("\",\"", kPayloadType, "\":");
  internal::AppendJsonString(envelope.payload_type, json);
  json += Cat(",\"", kSignatures, "\":[");
  std::string_view separator = "";
  for (const DsseSignature& signature : envelope.signatures) {
    json += Cat(separator, "{\"", kKeyId, "\":");
    internal::AppendJsonString(signature.key_id, json);
    json += Cat(",\"", kSig, "\":\"");
    internal::AppendBase64(signature.signature, json);
    json += "\"}";
    separator = ",";
  }
  return json + "]}";
}

absl::StatusOr<DsseEnvelope> DecodeDsse(std::string_view json, const DsseLimits& limits) {
  if (json.size() > limits.max_bytes) {
    return InvalidArgument("the DSSE envelope has ", json.size(), " bytes, and the limit is ",
                           limits.max_bytes);
  }
  constexpr std::string_view kPlace = "DSSE envelope";
  const absl::StatusOr<JsonObject> object = JsonObject::Parse(json, limits.max_depth);
  if (!object.ok()) return Annotate(kPlace, object.status());
  absl::StatusOr<std::string> type = object->String(kPayloadType);
  if (!type.ok()) return Annotate(kPlace, type.status());
  absl::StatusOr<std::string> payload = internal::Base64Member(*object, kPayload);
  if (!payload.ok()) return Annotate(kPlace, payload.status());
  const absl::StatusOr<std::vector<std::string_view>> signatures =
      object->Array(kSignatures, limits.max_signatures);
  if (!signatures.ok()) return Annotate(kPlace, signatures.status());

  DsseEnvelope envelope{.payload_type = *std::move(type), .payload = *std::move(payload)};
  for (const std::string_view element : *signatures) {
    absl::StatusOr<DsseSignature> signature = DecodeSignature(element, limits.max_depth);
    if (!signature.ok()) {
      return Annotate(Cat(kPlace, ": signature ", envelope.signatures.size()), signature.status());
    }
    envelope.signatures.push_back(*std::move(signature));
  }
  return envelope;
}

absl::StatusOr<VerifiedDsse> VerifyDsse(const DsseEnvelope& envelope, std::string_view payload_type,
                                        absl::Span<const Verifier* const> verifiers,
                                        std::size_t threshold) {
  if (absl::Status status = CheckThreshold(verifiers, threshold); !status.ok()) return status;
  const std::string message = DssePreAuthEncoding(envelope.payload_type, envelope.payload);
  VerifiedDsse verified;
  std::set<std::string_view> accepted;
  absl::Status unknown;
  for (std::size_t i = 0; i < verifiers.size(); ++i) {
    absl::Status status = VerifyAny(envelope, message, *verifiers[i]);
    if (status.ok()) {
      verified.signed_by.push_back(i);
      accepted.insert(verifiers[i]->fingerprint());
    } else if (!absl::IsPermissionDenied(status)) {
      unknown = std::move(status);
    }
  }
  if (accepted.size() < threshold) {
    if (!unknown.ok()) return unknown;
    return absl::PermissionDeniedError(
        Cat("of the trusted keys ", accepted.size(), " made a signature of this, and ", threshold,
            " must (the envelope has ", envelope.signatures.size(), " signatures)"));
  }
  if (envelope.payload_type != payload_type) {
    return absl::UnimplementedError(
        Cat("the payload is of the type ", Quoted(envelope.payload_type), ", not ", payload_type));
  }
  verified.payload = envelope.payload;
  return verified;
}

}  // namespace cloudevents
