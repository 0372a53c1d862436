#include "eventbus/internal/redrive.h"

#include <memory>
#include <optional>
#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/call_handler.h"
#include "eventbus/internal/queue_runner.h"

namespace eventbus::internal {
namespace {

using cloudevents::internal::Cat;

}  // namespace

absl::Status Redrive(Core& core, std::uint64_t number) {
  if (core.state() == Core::State::kStopped) {
    return absl::FailedPreconditionError("the bus is stopped: nothing is redriven");
  }
  std::optional<DeadLetterStore::Letter> letter = core.dead_letters().Take(number);
  if (!letter.has_value()) return absl::NotFoundError(Cat("there is no dead letter ", number));
  const std::shared_ptr<Entry> entry = core.FindEntry(letter->consumer);
  if (entry == nullptr) {
    absl::Status status = absl::NotFoundError(Cat(
        "dead letter ", number, " is for \"", letter->consumer, "\", and nobody has this name"));
    core.dead_letters().PutBack(*std::move(letter));
    return status;
  }
  if (entry->queue != nullptr && !entry->queue->queue().TryReserve(1, false)) {
    core.dead_letters().PutBack(*std::move(letter));
    return absl::ResourceExhaustedError(Cat("the queue of \"", entry->name, "\" is full"));
  }
  Delivery delivery = std::move(letter->delivery);
  ++delivery.attempt;
  core.Began(1);
  if (entry->queue == nullptr) {
    // Its handler runs on the executor this time: the publisher is long gone.
    core.executor().Run(
        [core = core.shared_from_this(), entry, delivery = std::move(delivery)]() mutable {
          core->Deliver(entry, std::move(delivery));
        });
  } else {
    entry->queue->queue().Push(std::move(delivery));
    entry->queue->Wake(entry);
  }
  return absl::OkStatus();
}

}  // namespace eventbus::internal
