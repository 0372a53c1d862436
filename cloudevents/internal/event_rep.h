// What an Event shares between its copies.
//
// All views point into `buffer` or `side`, so a rep is filled at the address where it stays: it is
// made by std::make_shared, its buffers are set, and only then are views taken (a short string's
// bytes lie within the string object). After that nothing changes but the parsed JSON, which is
// made at most once.
#ifndef CLOUDEVENTS_INTERNAL_EVENT_REP_H_
#define CLOUDEVENTS_INTERNAL_EVENT_REP_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/core_attribute.h"
#include "nlohmann/json_fwd.hpp"

namespace cloudevents::internal {

// Most events have at most this many extensions; more are allocated.
inline constexpr int kInlinedExtensions = 4;

using ExtensionViews = absl::InlinedVector<ExtensionView, kInlinedExtensions>;

struct EventRep {
  EventRep();
  ~EventRep();
  EventRep(const EventRep&) = delete;
  EventRep& operator=(const EventRep&) = delete;

  std::string_view core_text(CoreAttribute attribute) const { return core[Index(attribute)]; }

  std::string buffer;  // what came in, or what the builder put together
  std::string side;    // attributes that came apart from the data, as in HTTP headers

  CoreTexts core;
  ExtensionViews extensions;  // sorted by name, no name twice
  DataKind data_kind = DataKind::kAbsent;
  std::string_view data;

  // The data parsed, once; a failure is remembered too.
  absl::StatusOr<const nlohmann::json*> ParsedData() const;

 private:
  mutable std::once_flag parse_once_;
  mutable std::unique_ptr<const nlohmann::json> parsed_;
  mutable absl::Status parse_status_;
};

// Sorts by name. InvalidArgument if a name comes twice.
absl::Status SortExtensions(ExtensionViews& extensions);

// OK, or InvalidArgument: whether data of this kind may have this datacontenttype (empty: unset).
// JSON goes with a JSON media type or none; text with any but a JSON one, since formats without
// kinds of data tell the two apart by it.
absl::Status ValidateDataKind(DataKind kind, std::string_view datacontenttype);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_EVENT_REP_H_
