// Event ids, as a port: production code passes UUIDv7s, tests a sequence.
//
//   eventbus::UuidV7Generator ids(&clock);
//   std::string id = eventbus::FormatUuid(ids.Next());  // "0192d3c1-...-7..."
#ifndef EVENTBUS_ID_GENERATOR_H_
#define EVENTBUS_ID_GENERATOR_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "eventbus/clock.h"

namespace eventbus {

// 128 bits, in network order.
using Id128 = std::array<std::uint8_t, 16>;

// The text form of RFC 9562: 36 characters, lower-case.
std::string FormatUuid(const Id128& id);

// Thread-safe. No id comes twice.
class IdGenerator {
 public:
  virtual ~IdGenerator() = default;
  virtual Id128 Next() = 0;
};

// UUID version 7 (RFC 9562, section 5.7): milliseconds of the wall time, then a counter that keeps
// the ids of one millisecond in order, then bits from the system's entropy. Thread-safe.
class UuidV7Generator final : public IdGenerator {
 public:
  // `clock` must outlive the generator.
  explicit UuidV7Generator(const Clock* clock);
  ~UuidV7Generator() override;
  Id128 Next() override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace eventbus

#endif  // EVENTBUS_ID_GENERATOR_H_
