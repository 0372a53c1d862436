#include "cloudevents/internal/event_assembler.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/base64.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"
#include "cloudevents/internal/json_text.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"
#include "cloudevents/internal/version_03.h"
#include "cloudevents/media_type.h"

namespace cloudevents::internal {
namespace {

std::string Label(std::string_view name) { return Cat("attribute ", Quoted(name)); }

// Whether a core attribute may come as a value of this type.
bool IsTypeFor(CoreAttribute attribute, AttributeType type) {
  const AttributeType own = CoreType(attribute);
  return type == own || type == AttributeType::kString ||
         (type == AttributeType::kUri && own == AttributeType::kUriReference);
}

}  // namespace

EventAssembler::EventAssembler(const DecodeOptions& options)
    : options_(options), rep_(std::make_shared<EventRep>()) {}

absl::Status EventAssembler::CheckLimits(std::string_view name, std::string_view text) {
  const DecodeLimits& limits = options_.limits;
  if (++attribute_count_ > limits.max_attributes) {
    return InvalidArgument("the event has more attributes than max_attributes (",
                           limits.max_attributes, ")");
  }
  if (std::max(name.size(), text.size()) > limits.max_attribute_bytes) {
    return InvalidArgument(Label(name), ": ", Quoted(text), " is longer than max_attribute_bytes (",
                           limits.max_attribute_bytes, ")");
  }
  return absl::OkStatus();
}

EventAssembler::Slice EventAssembler::Keep(std::string_view text) {
  const Slice slice = {rep_->side.size(), text.size()};
  rep_->side += text;
  return slice;
}

std::string_view EventAssembler::View(Slice slice) const {
  return std::string_view(rep_->side).substr(slice.start, slice.length);
}

std::string_view EventAssembler::core(CoreAttribute attribute) const {
  return View(core_[Index(attribute)]);
}

bool EventAssembler::says_base64() const {
  return IsVersion03(CoreAttribute::kSpecversion, core(CoreAttribute::kSpecversion)) &&
         std::any_of(extensions_.begin(), extensions_.end(), [this](const Extension& extension) {
           return SaysBase64(View(extension.name), View(extension.text));
         });
}

absl::Status EventAssembler::MarkSeen(CoreAttribute attribute) {
  if (seen_.test(Index(attribute))) {
    return InvalidArgument(Label(CoreName(attribute)), ": it comes twice");
  }
  seen_.set(Index(attribute));
  return absl::OkStatus();
}

absl::Status EventAssembler::AddCore(CoreAttribute attribute, AttributeType type,
                                     std::string_view text) {
  if (absl::Status status = MarkSeen(attribute); !status.ok()) return status;
  if (!IsTypeFor(attribute, type)) {
    return InvalidArgument(Label(CoreName(attribute)), ": it is a ", AttributeTypeName(type),
                           ", and must be a ", AttributeTypeName(CoreType(attribute)));
  }
  if (!IsVersion03(attribute, text)) {
    if (absl::Status status = ValidateCore(attribute, text); !status.ok()) return status;
  }
  core_[Index(attribute)] = Keep(text);
  return absl::OkStatus();
}

absl::Status EventAssembler::Add(std::string_view name, AttributeType type, std::string_view text) {
  if (absl::Status status = CheckLimits(name, text); !status.ok()) return status;
  if (const std::optional<CoreAttribute> core = FindCoreAttribute(name)) {
    return AddCore(*core, type, text);
  }
  if (absl::Status status = ValidateAttributeName(name); !status.ok()) return status;
  if (absl::Status status = ValidateAttribute(type, text); !status.ok()) {
    return Annotate(Label(name), status);
  }
  const Slice kept_name = Keep(name);
  extensions_.push_back({kept_name, type, Keep(text), /*unset=*/false});
  return absl::OkStatus();
}

absl::Status EventAssembler::AddUnset(std::string_view name) {
  if (absl::Status status = CheckLimits(name, ""); !status.ok()) return status;
  if (const std::optional<CoreAttribute> core = FindCoreAttribute(name)) return MarkSeen(*core);
  if (absl::Status status = ValidateAttributeName(name); !status.ok()) return status;
  extensions_.push_back({Keep(name), AttributeType::kString, {}, /*unset=*/true});
  return absl::OkStatus();
}

void EventAssembler::SetData(DataForm form, std::string bytes) {
  has_data_ = true;
  form_ = form;
  rep_->buffer = std::move(bytes);
}

absl::StatusOr<Event> EventAssembler::Finish() && {
  for (std::size_t i = 0; i < kCoreAttributeCount; ++i) rep_->core[i] = View(core_[i]);
  if (absl::Status status = RequireCore(rep_->core); !status.ok()) return status;
  if (absl::Status status = TakeExtensions(); !status.ok()) return status;
  bool base64 = false;
  UpgradeFromVersion03(*rep_, base64);
  if (has_data_) {
    if (absl::Status status = TakeData(base64); !status.ok()) return status;
  }
  return Event(std::move(rep_));
}

absl::Status EventAssembler::TakeExtensions() {
  std::sort(extensions_.begin(), extensions_.end(),
            [this](const Extension& a, const Extension& b) { return View(a.name) < View(b.name); });
  for (std::size_t i = 0; i < extensions_.size(); ++i) {
    const Extension& extension = extensions_[i];
    const std::string_view name = View(extension.name);
    if (i > 0 && View(extensions_[i - 1].name) == name) {
      return InvalidArgument(Label(name), ": it comes twice");
    }
    if (extension.unset) continue;
    rep_->extensions.push_back({name, AttributeView(extension.type, View(extension.text))});
  }
  return absl::OkStatus();
}

absl::Status EventAssembler::TakeData(bool base64) {
  if (base64) {
    std::string& bytes = rep_->buffer;
    if (form_ == DataForm::kJson) {
      return InvalidArgument("data: ", Quoted(bytes),
                             " is JSON, but datacontentencoding says that it is base64");
    }
    const std::optional<std::size_t> length = DecodeBase64(bytes, bytes.data());
    if (!length.has_value()) {
      return InvalidArgument("data: ", Quoted(bytes),
                             " is not base64, as datacontentencoding says it is");
    }
    bytes.resize(*length);
    form_ = DataForm::kBytes;
  }
  rep_->data = rep_->buffer;
  const std::string_view media_type = rep_->core_text(CoreAttribute::kDatacontenttype);
  const bool json_type = IsJsonMediaType(media_type);
  switch (form_) {
    case DataForm::kJson:
      rep_->data_kind = DataKind::kJson;
      return ValidateDataKind(DataKind::kJson, media_type);
    case DataForm::kOpaque:
      rep_->data_kind = DataKind::kBinary;
      return absl::OkStatus();
    case DataForm::kBody:
      if (json_type) return TakeJson(/*must_be=*/true);
      rep_->data_kind =
          IsTextMediaType(media_type) && IsUtf8(rep_->data) ? DataKind::kText : DataKind::kBinary;
      return absl::OkStatus();
    case DataForm::kText:
      if (json_type) return TakeJson(/*must_be=*/true);
      rep_->data_kind = DataKind::kText;
      if (IsUtf8(rep_->data)) return absl::OkStatus();
      return InvalidArgument("data: ", Quoted(rep_->data), " is not UTF-8 text");
    case DataForm::kBytes:
      if (json_type) return TakeJson(/*must_be=*/false);
      rep_->data_kind = DataKind::kBinary;
      return absl::OkStatus();
  }
  return absl::InternalError("unknown form of data");
}

// One value, as its brackets say, of a depth that those who parse it can rely on.
absl::Status EventAssembler::DelimitJson() {
  JsonScanner scanner(rep_->data);
  std::string_view value;
  if (scanner.ReadValueUnchecked(options_.limits.max_depth, value) && scanner.ReadEnd()) {
    return absl::OkStatus();
  }
  return Annotate("data", scanner.error());
}

absl::Status EventAssembler::TakeJson(bool must_be) {
  rep_->data_kind = DataKind::kJson;
  if (must_be && options_.validate == Validation::kEnvelope) return DelimitJson();
  const absl::Status status = ValidateJsonText(rep_->data, options_.limits.max_depth);
  if (status.ok() || must_be) return Annotate("data", status);
  // JSON that is only too deep would lose its kind without a word.
  if (ValidateJsonText(rep_->data, rep_->data.size()).ok()) return Annotate("data", status);
  rep_->data_kind = DataKind::kBinary;
  return absl::OkStatus();
}

}  // namespace cloudevents::internal
