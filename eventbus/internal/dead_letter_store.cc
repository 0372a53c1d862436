#include "eventbus/internal/dead_letter_store.h"

#include <algorithm>
#include <utility>

namespace eventbus::internal {
namespace {

DeadLetter Describe(const DeadLetterStore::Letter& letter) {
  DeadLetter described;
  described.number = letter.number;
  described.consumer = letter.consumer;
  described.rule = letter.rule;
  described.event_type = std::string(letter.delivery.occurrence->type());
  described.event_id = letter.delivery.occurrence->id();
  const absl::StatusOr<const cloudevents::Event*> event = letter.delivery.occurrence->event();
  if (event.ok()) described.event = **event;
  described.attempts = letter.delivery.attempt;
  described.first_status = letter.delivery.first_status;
  described.last_status = letter.last_status;
  described.failed_at = letter.failed_at;
  return described;
}

bool NumberBelow(const DeadLetterStore::Letter& letter, std::uint64_t number) {
  return letter.number < number;
}

}  // namespace

std::optional<DeadLetterStore::Letter> DeadLetterStore::Add(Letter letter) {
  MutexLock lock(mutex_);
  letter.number = ++last_number_;
  letters_.push_back(std::move(letter));
  if (letters_.size() <= capacity_) return std::nullopt;
  std::optional<Letter> evicted = std::move(letters_.front());
  letters_.pop_front();
  return evicted;
}

std::vector<DeadLetter> DeadLetterStore::List() const {
  std::vector<Letter> letters;  // described outside of the lock: making an event runs user code
  {
    MutexLock lock(mutex_);
    letters.assign(letters_.begin(), letters_.end());
  }
  std::vector<DeadLetter> described;
  described.reserve(letters.size());
  for (const Letter& letter : letters) described.push_back(Describe(letter));
  return described;
}

std::vector<std::uint64_t> DeadLetterStore::Numbers() const {
  MutexLock lock(mutex_);
  std::vector<std::uint64_t> numbers;
  numbers.reserve(letters_.size());
  for (const Letter& letter : letters_) numbers.push_back(letter.number);
  return numbers;
}

std::size_t DeadLetterStore::size() const {
  MutexLock lock(mutex_);
  return letters_.size();
}

std::optional<DeadLetterStore::Letter> DeadLetterStore::Take(std::uint64_t number) {
  MutexLock lock(mutex_);
  const auto found = std::lower_bound(letters_.begin(), letters_.end(), number, NumberBelow);
  if (found == letters_.end() || found->number != number) return std::nullopt;
  std::optional<Letter> letter = std::move(*found);
  letters_.erase(found);
  return letter;
}

void DeadLetterStore::PutBack(Letter letter) {
  MutexLock lock(mutex_);
  const auto place = std::lower_bound(letters_.begin(), letters_.end(), letter.number, NumberBelow);
  letters_.insert(place, std::move(letter));
}

}  // namespace eventbus::internal
