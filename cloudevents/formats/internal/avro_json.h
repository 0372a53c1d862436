// JSON text from the Avro types that stand for JSON values in an event's data.
//
//   std::string json;
//   if (!AppendAvroJson(AvroDataBranch::kMap, max_depth, reader, json)) return reader.error();
//
// The schema's record CloudEventData, whose only field is a map, is the JSON object of that map.
#ifndef CLOUDEVENTS_FORMATS_INTERNAL_AVRO_JSON_H_
#define CLOUDEVENTS_FORMATS_INTERNAL_AVRO_JSON_H_

#include <cstddef>
#include <string>

#include "cloudevents/formats/internal/avro_reader.h"
#include "cloudevents/formats/internal/avro_schema.h"

namespace cloudevents::internal {

// Reads the value of this branch, which is not kBytes, and appends it as JSON. False, with the
// reader's error set: the input is malformed, an object has a key twice, a number is not finite, or
// objects and arrays nest deeper than `max_depth`.
bool AppendAvroJson(AvroDataBranch branch, std::size_t max_depth, AvroReader& reader,
                    std::string& json);

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_FORMATS_INTERNAL_AVRO_JSON_H_
