#include "cloudevents/internal/version_03.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/match.h"
#include "cloudevents/attribute.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"

namespace cloudevents::internal {
namespace {

constexpr std::string_view kSchemaUrl = "schemaurl";
constexpr std::string_view kDataContentEncoding = "datacontentencoding";

// The extension's text; empty if there is none.
std::string_view TextOf(const EventRep& rep, std::string_view name) {
  const auto found = std::find_if(rep.extensions.begin(), rep.extensions.end(),
                                  [&](const ExtensionView& e) { return e.name == name; });
  return found == rep.extensions.end() ? std::string_view() : found->value.text();
}

void Remove(std::string_view name, EventRep& rep) {
  const auto end = std::remove_if(rep.extensions.begin(), rep.extensions.end(),
                                  [&](const ExtensionView& e) { return e.name == name; });
  rep.extensions.erase(end, rep.extensions.end());
}

}  // namespace

bool SaysBase64(std::string_view extension, std::string_view text) {
  return extension == kDataContentEncoding && absl::EqualsIgnoreCase(ToAbsl(text), "base64");
}

void UpgradeFromVersion03(EventRep& rep, bool& base64) {
  base64 = false;
  std::string_view& version = rep.core[Index(CoreAttribute::kSpecversion)];
  if (version != kSpecversion03) return;
  version = kSpecversion;
  std::string_view& dataschema = rep.core[Index(CoreAttribute::kDataschema)];
  const std::string_view schema_url = TextOf(rep, kSchemaUrl);
  if (dataschema.empty() && ValidateUri(schema_url).ok()) {
    dataschema = schema_url;
    Remove(kSchemaUrl, rep);
  }
  // Other encodings that MIME knows leave text as it is, and their name is no more than a remark.
  if (SaysBase64(kDataContentEncoding, TextOf(rep, kDataContentEncoding))) {
    base64 = true;
    Remove(kDataContentEncoding, rep);
  }
}

}  // namespace cloudevents::internal
