// Sends events through a sink and reports what became of each, in the order in which they came.
//
//   OrderedSends sends(&sink, [&](std::string_view place, const Outcome& outcome) {
//     return streams.out->Write(...);
//   });
//   absl::Status status = sends.Add("line 1", event);
//   ...
//   status = sends.Finish();
//
// It is for a command that reads events and tells its reader at once: it tries each event once, and
// keeps no more of them than the sink takes. The bus's delivery engine has queues and retries.
#ifndef CLI_ORDERED_SENDS_H_
#define CLI_ORDERED_SENDS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cloudevents/event.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace eventbus::cli {

// Not thread-safe; the sink may settle on any thread.
class OrderedSends {
 public:
  // Takes what became of the event from `place`. Called by the functions below, on their thread. A
  // failure becomes theirs, and nothing may be called after it.
  using Report = std::function<absl::Status(std::string_view place, const Outcome& outcome)>;

  // `sink` must outlive this. Its limits are kept.
  OrderedSends(Sink* sink, Report report);

  OrderedSends(const OrderedSends&) = delete;
  OrderedSends& operator=(const OrderedSends&) = delete;

  // Sends the event once a batch is full. Then waits, and reports, until fewer batches are
  // unsettled than the sink takes: where that is one, until this batch is settled.
  absl::Status Add(std::string place, const cloudevents::Event& event);

  // Sends what there is of a batch, and reports in its turn that nothing is sent from `place`.
  absl::Status Fail(std::string place, const absl::Status& why);

  // Sends what there is of a batch, waits for all, and reports the rest.
  absl::Status Finish();

 private:
  struct Settled;
  struct Pending;

  void SendBatch();
  absl::Status ReportUntil(std::size_t unsettled_batches);

  Sink* sink_;
  SinkLimits limits_;
  Report report_;
  std::vector<SinkEntry> batch_;  // not sent yet
  std::size_t batch_bytes_ = 0;
  std::uint64_t batches_ = 0;                     // sent
  std::deque<std::shared_ptr<Pending>> pending_;  // not reported, in order; shared with Settles
  std::shared_ptr<Settled> settled_;              // shared with the Settles
};

}  // namespace eventbus::cli

#endif  // CLI_ORDERED_SENDS_H_
