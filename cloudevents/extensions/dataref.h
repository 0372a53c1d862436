// The extension Dataref, the claim check pattern: an event's data lies elsewhere, and the event
// says where.
//
//   // The sender: too large for the broker, so it goes to a store.
//   absl::StatusOr<Event> claim = cloudevents::ReplaceDataByRef(event, store.Put(event.data()));
//
//   // The receiver.
//   class StoreResolver final : public cloudevents::DataResolver { ... };
//   absl::StatusOr<Event> whole = cloudevents::ResolveData(*claim, resolver);
//
// An event may have both dataref and data, which then are the same information.
//
// https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/dataref.md
#ifndef CLOUDEVENTS_EXTENSIONS_DATAREF_H_
#define CLOUDEVENTS_EXTENSIONS_DATAREF_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cloudevents/event.h"

namespace cloudevents {

// dataref, a URI-reference: a view that lives as long as any copy of the event. nullopt: the event
// has none. InvalidArgument: it is no URI-reference.
absl::StatusOr<std::optional<std::string_view>> GetDataRef(const Event& event);

// Leaves the builder's data as it is. InvalidArgument, with the builder as it was, if `dataref` is
// no URI-reference.
absl::Status SetDataRef(std::string_view dataref, EventBuilder& builder);

// The event with a dataref instead of its data. Where the data's media type is understood and not
// written (JSON without a datacontenttype), it is written, so that the data can be put back as it
// was. Only for receivers that are known to understand dataref. InvalidArgument as SetDataRef.
absl::StatusOr<Event> ReplaceDataByRef(const Event& event, std::string_view dataref);

// What lies at a dataref.
struct ReferredData {
  std::string bytes;
  std::string media_type;  // as its store says; empty if that says nothing
};

// Fetches data for ResolveData: by HTTP, from an object store, from a test's map. An implementation
// decides which references it follows at all; they come from outside, and one that fetches any URL
// for anybody can be made to reach into the network that it runs in.
class DataResolver {
 public:
  virtual ~DataResolver() = default;

  // What lies at `dataref`, which may be relative; `event` is the event that it comes from. More
  // than `max_bytes` need not be fetched: they are refused. Any error is the caller's to see.
  // Throws nothing.
  virtual absl::StatusOr<ReferredData> Fetch(std::string_view dataref, const Event& event,
                                             std::size_t max_bytes) = 0;
};

struct ResolveDataOptions {
  std::size_t max_bytes = 16 << 20;  // of the data
};

// The event with its data in place; it keeps its dataref. An event without a dataref, or with data
// beside it, is returned as it is, and nothing is fetched.
//
// The data is JSON or text where the event's datacontenttype says so, or, for an event without one,
// the media type that the resolver returns, which the event then has; else it is binary.
//
// InvalidArgument: the dataref is no URI-reference, the data is larger than `max_bytes`, or it is
// not what its media type says. Errors of the resolver keep their code. Each names the dataref.
absl::StatusOr<Event> ResolveData(const Event& event, DataResolver& resolver,
                                  const ResolveDataOptions& options = {});

// Whether an event's data is what lies at its dataref, for a consumer that trusts the place and not
// the way that the event came. JSON is compared as values, other data by its bytes. OK: it is.
// FailedPrecondition: it is not, or the event has no dataref or no data. Others as ResolveData.
absl::Status VerifyData(const Event& event, DataResolver& resolver,
                        const ResolveDataOptions& options = {});

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_DATAREF_H_
