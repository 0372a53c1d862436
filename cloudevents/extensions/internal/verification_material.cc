#include "cloudevents/extensions/internal/verification_material.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/internal/any_base64.h"
#include "cloudevents/extensions/internal/json_object.h"
#include "cloudevents/extensions/internal/sha256.h"
#include "cloudevents/extensions/verifiability.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"

namespace cloudevents::internal {
namespace {

constexpr std::string_view kCore = "core";
constexpr std::string_view kExt = "ext";
constexpr std::string_view kSignedExtensions = "signedextattrs";

// The core attributes but time, in the order of the digest.
constexpr std::string_view kDigestedAttributes[] = {
    "id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject"};

// RFC 3339 in UTC, to the second.
std::string ToTheSecond(absl::Time instant) {
  return std::string(AttributeValue(absl::FromUnixSeconds(absl::ToUnixSeconds(instant))).text());
}

// The digest of the digests of parts, put together part by part.
class DigestList {
 public:
  void Add(std::string_view part) {
    absl::StatusOr<std::string> digest = Sha256(part);
    if (digest.ok()) {
      digests_ += *digest;
    } else {
      status_ = digest.status();
    }
  }

  absl::StatusOr<std::string> Finish() const {
    if (!status_.ok()) return status_;
    return Sha256(digests_);
  }

 private:
  std::string digests_;
  absl::Status status_;
};

bool Contains(absl::Span<const std::string> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// CEString of the draft.
std::string CanonicalText(const AttributeView& value, bool is_timestamp) {
  std::optional<absl::Time> instant = value.timestamp();
  if (is_timestamp && value.type() == AttributeType::kString) {
    if (const absl::StatusOr<absl::Time> parsed = ParseTimestamp(value.text()); parsed.ok()) {
      instant = *parsed;
    }
  }
  return instant.has_value() ? ToTheSecond(*instant) : std::string(value.text());
}

absl::StatusOr<std::string> DigestMember(const JsonObject& object, std::string_view name) {
  absl::StatusOr<std::string> digest = Base64Member(object, name);
  if (digest.ok() && digest->size() != kSha256Bytes) {
    return InvalidArgument("the member \"", name, "\" has ", digest->size(),
                           " bytes, and a SHA-256 has ", kSha256Bytes);
  }
  return digest;
}

absl::StatusOr<std::vector<std::string>> NamesMember(const JsonObject& object,
                                                     std::size_t max_names) {
  const absl::StatusOr<std::vector<std::string_view>> elements =
      object.Array(kSignedExtensions, max_names);
  if (!elements.ok()) return elements.status();
  if (elements->empty()) return InvalidArgument("the member \"", kSignedExtensions, "\" is empty");
  std::vector<std::string> names;
  for (const std::string_view element : *elements) {
    std::optional<std::string> name = JsonStringIn(element);
    if (!name.has_value()) {
      return InvalidArgument("the member \"", kSignedExtensions, "\" has ", Quoted(element),
                             ", not a string");
    }
    names.push_back(*std::move(name));
  }
  if (absl::Status status = ValidateSignedExtensions(names); !status.ok()) return status;
  return names;
}

}  // namespace

absl::StatusOr<std::string> CoreDigest(const Event& event) {
  DigestList digests;
  for (const std::string_view name : kDigestedAttributes) {
    const std::optional<AttributeView> value = event.attribute(name);
    digests.Add(value.has_value() ? value->text() : std::string_view());
  }
  const std::optional<absl::Time> time = event.time();
  digests.Add(time.has_value() ? ToTheSecond(*time) : std::string());
  digests.Add(event.data());
  return digests.Finish();
}

absl::StatusOr<std::string> ExtensionDigest(const Event& event, absl::Span<const std::string> names,
                                            absl::Span<const std::string> timestamps) {
  DigestList digests;
  for (const std::string& name : names) {
    const std::optional<AttributeView> value = event.extension(name);
    digests.Add(value.has_value() ? CanonicalText(*value, Contains(timestamps, name))
                                  : std::string());
  }
  return digests.Finish();
}

absl::Status ValidateSignedExtensions(absl::Span<const std::string> names) {
  for (const std::string& name : names) {
    if (absl::Status status = ValidateAttributeName(name); !status.ok()) return status;
    if (FindCoreAttribute(name).has_value() || name == kDsseMaterial) {
      return InvalidArgument("\"", name, "\" is no extension attribute that can be signed by name");
    }
  }
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice == sorted.end()) return absl::OkStatus();
  return InvalidArgument("the signed extension attribute ", Quoted(*twice), " comes twice");
}

std::string EncodeMaterial(const VerificationMaterial& material) {
  std::string json = Cat("{\"", kCore, "\":\"");
  AppendBase64(material.core, json);
  json += '"';
  if (!material.signed_extensions.empty()) {
    json += Cat(",\"", kExt, "\":\"");
    AppendBase64(material.ext, json);
    json += Cat("\",\"", kSignedExtensions, "\":[");
    std::string_view separator = "";
    for (const std::string& name : material.signed_extensions) {
      json += separator;
      AppendJsonString(name, json);
      separator = ",";
    }
    json += ']';
  }
  return json + "}";
}

absl::StatusOr<VerificationMaterial> DecodeMaterial(std::string_view json, std::size_t max_depth) {
  constexpr std::string_view kPlace = "verification material";
  const absl::StatusOr<JsonObject> object = JsonObject::Parse(json, max_depth);
  if (!object.ok()) return Annotate(kPlace, object.status());
  absl::StatusOr<std::string> core = DigestMember(*object, kCore);
  if (!core.ok()) return Annotate(kPlace, core.status());
  VerificationMaterial material{.core = *std::move(core)};
  if (!object->has(kExt) && !object->has(kSignedExtensions)) return material;
  absl::StatusOr<std::string> ext = DigestMember(*object, kExt);
  if (!ext.ok()) return Annotate(kPlace, ext.status());
  absl::StatusOr<std::vector<std::string>> names = NamesMember(*object, /*max_names=*/json.size());
  if (!names.ok()) return Annotate(kPlace, names.status());
  material.ext = *std::move(ext);
  material.signed_extensions = *std::move(names);
  return material;
}

}  // namespace cloudevents::internal
