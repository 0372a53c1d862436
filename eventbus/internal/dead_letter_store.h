// The in-memory dead letters: bounded, in the order in which they failed.
#ifndef EVENTBUS_INTERNAL_DEAD_LETTER_STORE_H_
#define EVENTBUS_INTERNAL_DEAD_LETTER_STORE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventbus/dead_letters.h"
#include "eventbus/internal/delivery.h"
#include "eventbus/internal/mutex.h"

namespace eventbus::internal {

// Thread-safe.
class DeadLetterStore {
 public:
  struct Letter {
    std::uint64_t number = 0;
    std::string consumer;
    std::string rule;
    Delivery delivery;
    absl::Status last_status;
    absl::Time failed_at;
  };

  explicit DeadLetterStore(std::size_t capacity) : capacity_(capacity) {}

  // Keeps a letter under the next number. Returns the oldest one if it had to go.
  std::optional<Letter> Add(Letter letter);

  std::vector<DeadLetter> List() const;
  std::vector<std::uint64_t> Numbers() const;
  std::size_t size() const;

  // Takes a letter out; nullopt if there is none of this number.
  std::optional<Letter> Take(std::uint64_t number);

  // Puts a taken letter back in its place.
  void PutBack(Letter letter);

 private:
  const std::size_t capacity_;
  mutable Mutex mutex_;
  std::deque<Letter> letters_ ABSL_GUARDED_BY(mutex_);  // by number
  std::uint64_t last_number_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_DEAD_LETTER_STORE_H_
