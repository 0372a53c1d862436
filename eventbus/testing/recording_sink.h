// A Sink that keeps what it was sent, and settles as the test says.
//
//   auto sink = std::make_shared<eventbus::testing::RecordingSink>(
//       eventbus::SinkLimits{.events = 10, .in_flight = 2});
//   sink->FailNth(1, {.kind = eventbus::OutcomeKind::kRetry,
//                     .status = absl::UnavailableError("busy")});
//   ... a bus sends "a" ...
//   ASSERT_EQ(sink->entries().size(), 2);
//   EXPECT_EQ(sink->entries()[1].attempt, 2);
//   EXPECT_EQ(sink->entries()[1].encoded, sink->entries()[0].encoded);  // the same bytes
#ifndef EVENTBUS_TESTING_RECORDING_SINK_H_
#define EVENTBUS_TESTING_RECORDING_SINK_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cloudevents/event.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/settle.h"
#include "eventbus/sink.h"

namespace eventbus::testing {

// What a SinkEntry was, without its Settle.
struct RecordedEntry {
  cloudevents::Event event;
  std::shared_ptr<const EncodedEvent> encoded;
  std::string key;
  int attempt = 1;
};

using RecordedBatch = std::vector<RecordedEntry>;

// Its wire form is the JSON event format, as EncodedBytes. Unless told otherwise it settles every
// entry as delivered before Send returns. Of scripted statuses, code and message are used.
// Thread-safe; it settles outside of its lock.
class RecordingSink final : public Sink {
 public:
  explicit RecordingSink(const SinkLimits& limits = {});

  // Settles what is held as unknown.
  ~RecordingSink() override = default;

  // Entries are counted from 1, over all batches, a further attempt being a further entry. FailNth
  // outweighs FailAll; SucceedAll forgets both.
  void FailNth(std::size_t nth, const Outcome& outcome);
  void FailAll(const Outcome& outcome);
  void SucceedAll();

  // From now on every Encode fails with `status`; an OK one ends that.
  void FailEncode(const absl::Status& status);

  // From now on entries are kept unsettled. Release settles those, in the order in which they came
  // and as the script said when they came, and ends the holding.
  void Hold();
  void Release();

  // What was sent, in the order of the calls of Send.
  std::vector<RecordedBatch> batches() const;
  std::vector<RecordedEntry> entries() const;
  std::vector<cloudevents::Event> events() const;

  // How many entries are held, how often Encode was called, and the deadline that Close got.
  std::size_t held() const;
  std::size_t encode_calls() const;
  std::optional<absl::Duration> close_deadline() const;

  SinkLimits limits() const override { return limits_; }
  absl::StatusOr<std::shared_ptr<const EncodedEvent>> Encode(
      const cloudevents::Event& event) const override;
  void Send(std::vector<SinkEntry> batch) override;

  // Settles what is held as unknown.
  void Close(absl::Duration deadline) override;

 private:
  // An entry that the script has decided on.
  struct Decided {
    Settle settle;
    Outcome outcome;
  };

  static void SettleAll(std::vector<Decided> entries);

  Outcome NextOutcome() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SinkLimits limits_;
  mutable internal::Mutex mutex_;
  std::vector<RecordedBatch> batches_ ABSL_GUARDED_BY(mutex_);
  std::size_t entries_ ABSL_GUARDED_BY(mutex_) = 0;  // in all batches
  std::map<std::size_t, Outcome> nth_outcomes_ ABSL_GUARDED_BY(mutex_);
  Outcome other_outcome_ ABSL_GUARDED_BY(mutex_);
  absl::Status encode_status_ ABSL_GUARDED_BY(mutex_);
  mutable std::size_t encode_calls_ ABSL_GUARDED_BY(mutex_) = 0;
  bool holding_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Decided> held_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Duration> close_deadline_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_RECORDING_SINK_H_
