// A source's way into the bus: admission on the source's thread, inline handlers on the executor,
// one batch after the other.
#ifndef EVENTBUS_INTERNAL_INBOUND_H_
#define EVENTBUS_INTERNAL_INBOUND_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "eventbus/internal/admission.h"
#include "eventbus/internal/core.h"
#include "eventbus/source.h"

namespace eventbus::internal {

// Thread-safe. Held by shared_ptr, since its tasks may outlast the bus.
class Inbound final : public Inlet, public std::enable_shared_from_this<Inbound> {
 public:
  Inbound(std::shared_ptr<Core> core, bool inline_on_source_thread)
      : core_(std::move(core)), inline_on_source_thread_(inline_on_source_thread) {}

  void Offer(std::vector<cloudevents::Event> events, Until until, Done done) override;

  // Batches that were accepted and whose inline handlers have not run.
  std::size_t waiting() const;

  // Puts those batches into the dead letters instead.
  void Abandon();

 private:
  struct Batch {
    std::vector<Plan> plans;
    std::shared_ptr<Completion> completion;
  };

  absl::Status Reserve(std::size_t events);
  void Release(std::size_t events);
  absl::Status Accept(std::vector<cloudevents::Event> events, Until until, Batch& batch,
                      Done& done);
  void RunInline(Batch batch);
  void RunNext();

  const std::shared_ptr<Core> core_;
  const bool inline_on_source_thread_;
  mutable Mutex mutex_;
  std::size_t events_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Batch> batches_ ABSL_GUARDED_BY(mutex_);
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool abandoned_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_INBOUND_H_
