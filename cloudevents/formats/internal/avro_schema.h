// The unions of the schema that events have in Avro, branch by branch: a value's place here is the
// number that stands before it (cloudevents.avsc, section 2.4 of the Avro event format).
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_AVRO_SCHEMA_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_AVRO_SCHEMA_H_

#include <cstddef>
#include <cstdint>

namespace cloudevents::internal {

// What an attribute may be.
enum class AvroAttributeBranch : std::uint8_t { kNull, kBoolean, kInt, kString, kBytes };
inline constexpr std::size_t kAvroAttributeBranches = 5;

// What the data may be.
enum class AvroDataBranch : std::uint8_t {
  kBytes,
  kNull,
  kBoolean,
  kMap,
  kArray,
  kDouble,
  kString
};
inline constexpr std::size_t kAvroDataBranches = 7;

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_AVRO_SCHEMA_H_
