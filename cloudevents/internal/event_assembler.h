// Puts an event together from attributes and data that come one by one, in any order: what every
// decoder but JSON's does, which slices its input instead.
//
//   EventAssembler assembler(options);
//   Status status = assembler.Add("id", AttributeType::kString, text);
//   ...
//   assembler.SetData(DataForm::kBody, std::move(body));
//   return std::move(assembler).Finish();
//
// All rules and limits of attributes are kept here, so a decoder only says what stands where.
#ifndef CLOUDEVENTS_INTERNAL_EVENT_ASSEMBLER_H_
#define CLOUDEVENTS_INTERNAL_EVENT_ASSEMBLER_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/attribute.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/core_attribute.h"
#include "cloudevents/internal/event_rep.h"

namespace cloudevents::internal {

// How an input says what its data is.
enum class DataForm : std::uint8_t {
  // Bytes about which only the media type speaks, as in a protocol's body: JSON where it says so,
  // which then must be well-formed; text where it says so and the bytes are UTF-8; else binary.
  kBody,
  // Text, as the format says. JSON where the media type says so, which then must be well-formed.
  kText,
  // Bytes, as the format says. JSON where the media type says so and they are well-formed JSON,
  // which may not nest too deep.
  kBytes,
  // Exactly these bytes, whatever the media type.
  kOpaque,
  // A JSON text that the decoder wrote; the media type must be JSON or unset.
  kJson,
};

class EventAssembler {
 public:
  // `options` must outlive the assembler.
  explicit EventAssembler(const DecodeOptions& options);

  // Makes room for so many bytes of names and texts.
  void Reserve(std::size_t bytes) { rep_->side.reserve(bytes); }

  // One attribute by its canonical text. A core attribute may come with its own type or as a
  // String; a URI also does for a URI-reference. InvalidArgument names the attribute and the rule.
  absl::Status Add(std::string_view name, AttributeType type, std::string_view text);

  // An attribute that is said to be unset. Its name may not come a second time.
  absl::Status AddUnset(std::string_view name);

  // The data; not called: absent.
  void SetData(DataForm form, std::string bytes);
  bool has_data() const { return has_data_; }

  // The core attribute's text if it has come, else empty. Valid until the next Add.
  std::string_view core(CoreAttribute attribute) const;

  // Whether what has come says that the data stands there as base64 text, which version 0.3 has and
  // Finish undoes.
  bool says_base64() const;

  // The event, with what was read as version 0.3 brought to 1.0. InvalidArgument: a required
  // attribute is missing, a name came twice, or the data is not what its media type says.
  absl::StatusOr<Event> Finish() &&;

 private:
  struct Slice {
    std::size_t start = 0;
    std::size_t length = 0;
  };
  struct Extension {
    Slice name;
    AttributeType type;
    Slice text;
    bool unset;
  };

  absl::Status CheckLimits(std::string_view name, std::string_view text);
  absl::Status AddCore(CoreAttribute attribute, AttributeType type, std::string_view text);
  absl::Status MarkSeen(CoreAttribute attribute);
  Slice Keep(std::string_view text);
  std::string_view View(Slice slice) const;
  absl::Status TakeExtensions();
  absl::Status TakeData(bool base64);
  absl::Status DelimitJson();
  absl::Status TakeJson(bool must_be);

  const DecodeOptions& options_;
  // The texts are collected in rep_->side, which moves while it grows: slices become views last.
  std::shared_ptr<EventRep> rep_;
  std::array<Slice, kCoreAttributeCount> core_;
  std::bitset<kCoreAttributeCount> seen_;
  std::vector<Extension> extensions_;
  std::size_t attribute_count_ = 0;
  bool has_data_ = false;
  DataForm form_ = DataForm::kBody;
};

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_EVENT_ASSEMBLER_H_
