// UUID version 7 as RFC 9562 lays it out in section 5.7, made monotonic by section 6.2, method 1:
//
//   bits   0..47   the wall time in milliseconds since 1970
//         48..51   the version, 7
//         52..63   the counter's upper 12 bits
//         64..65   the variant, binary 10
//         66..79   the counter's lower 14 bits
//         80..127  48 random bits
//
// In each new millisecond the counter starts at a random number with its top bit clear, and then
// counts by one: at least 2^25 ids fit before it runs out. When it does, and while the clock has
// gone back, the generator keeps to a time of its own that never goes back: the last millisecond
// used, or the one after it. So the first 80 bits grow with every id of a generator, which makes
// its ids unique and ordered whatever the clock does; the random bits keep generators apart.
//
// A child process made by fork() has a copy of the parent's state. The random bits that the two
// then share are the ones already in the buffer, so a process that forks without exec makes a new
// generator in the child.
//
// The tests that prove it: tests/eventbus/id_generator_test.cc.
#include "eventbus/id_generator.h"

#include <sys/random.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "eventbus/clock.h"
#include "eventbus/internal/mutex.h"

namespace eventbus {
namespace {

constexpr std::int64_t kMaxMillis = (std::int64_t{1} << 48) - 1;
constexpr std::uint32_t kMaxCounter = (std::uint32_t{1} << 26) - 1;
constexpr std::uint32_t kCounterSeedMask = kMaxCounter >> 1;
constexpr std::size_t kRandomTailBytes = 6;

// Bytes from the system's entropy, fetched ahead: one system call serves 256 ids.
class EntropyBuffer {
 public:
  void Take(std::uint8_t* out, std::size_t size) {
    if (bytes_.size() - used_ < size) Refill();
    std::memcpy(out, bytes_.data() + used_, size);
    used_ += size;
  }

 private:
  void Refill() {
    std::size_t filled = 0;
    while (filled < bytes_.size()) {
      const ssize_t got = getrandom(bytes_.data() + filled, bytes_.size() - filled, 0);
      if (got >= 0) {
        filled += static_cast<std::size_t>(got);
      } else if (errno != EINTR) {
        // No kernel that has the call fails here. Going on without would make ids that repeat.
        std::perror("eventbus: getrandom");
        std::abort();
      }
    }
    used_ = 0;
  }

  std::array<std::uint8_t, 1536> bytes_;  // enough for 256 ids
  std::size_t used_ = bytes_.size();
};

}  // namespace

class UuidV7Generator::Impl {
 public:
  explicit Impl(const Clock* clock) : clock_(clock) {}

  Id128 Next() {
    // Read before locking. Another thread may use a later time first; that is a clock gone back.
    const std::int64_t now =
        std::clamp<std::int64_t>(absl::ToUnixMillis(clock_->Now()), 0, kMaxMillis);
    internal::MutexLock lock(mutex_);
    Tick(now);
    return Compose();
  }

 private:
  // Makes (millis_, counter_) greater than it was.
  void Tick(std::int64_t now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (now > millis_) {
      millis_ = now;
      counter_ = CounterSeed();
    } else if (counter_ < kMaxCounter) {
      ++counter_;
    } else {
      millis_ = std::min(millis_ + 1, kMaxMillis);
      counter_ = CounterSeed();
    }
  }

  std::uint32_t CounterSeed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::array<std::uint8_t, sizeof(std::uint32_t)> bytes;
    entropy_.Take(bytes.data(), bytes.size());
    std::uint32_t seed = 0;
    std::memcpy(&seed, bytes.data(), bytes.size());
    return seed & kCounterSeedMask;
  }

  Id128 Compose() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Id128 id;
    const auto millis = static_cast<std::uint64_t>(millis_);
    for (int i = 0; i < 6; ++i) id[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    id[6] = static_cast<std::uint8_t>(0x70 | (counter_ >> 22));
    id[7] = static_cast<std::uint8_t>(counter_ >> 14);
    id[8] = static_cast<std::uint8_t>(0x80 | ((counter_ >> 8) & 0x3f));
    id[9] = static_cast<std::uint8_t>(counter_);
    entropy_.Take(id.data() + id.size() - kRandomTailBytes, kRandomTailBytes);
    return id;
  }

  const Clock* const clock_;
  internal::Mutex mutex_;
  std::int64_t millis_ ABSL_GUARDED_BY(mutex_) = -1;
  std::uint32_t counter_ ABSL_GUARDED_BY(mutex_) = 0;
  EntropyBuffer entropy_ ABSL_GUARDED_BY(mutex_);
};

UuidV7Generator::UuidV7Generator(const Clock* clock) : impl_(std::make_unique<Impl>(clock)) {}

UuidV7Generator::~UuidV7Generator() = default;

Id128 UuidV7Generator::Next() { return impl_->Next(); }

std::string FormatUuid(const Id128& id) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kHexDigits[id[i] >> 4]);
    text.push_back(kHexDigits[id[i] & 0xf]);
  }
  return text;
}

}  // namespace eventbus
