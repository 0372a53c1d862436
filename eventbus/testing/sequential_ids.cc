#include "eventbus/testing/sequential_ids.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "eventbus/id_generator.h"

namespace eventbus::testing {

Id128 SequentialIds::Next() { return Nth(made_.fetch_add(1, std::memory_order_relaxed) + 1); }

Id128 SequentialIds::Nth(std::uint64_t n) {
  Id128 id = {};
  for (std::size_t i = 0; i < sizeof(n); ++i) {
    id[id.size() - 1 - i] = static_cast<std::uint8_t>(n >> (8 * i));
  }
  return id;
}

}  // namespace eventbus::testing
