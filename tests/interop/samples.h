// What is exchanged: every golden and every hard event, alone, and batches.
#ifndef TESTS_INTEROP_SAMPLES_H_
#define TESTS_INTEROP_SAMPLES_H_

#include <string>
#include <vector>

#include "cloudevents/event.h"

namespace interop {

// One or more events that travel in one message.
struct Sample {
  std::string name;  // of [a-z0-9-] only; distinct
  std::vector<cloudevents::Event> events;
};

// One event each. The name is made of the event's id.
std::vector<Sample> SingleSamples();

// "batch-of-0", "batch-of-1" and "batch-of-1000": events that are easy alone, so that what goes
// wrong is the batch's doing.
std::vector<Sample> BatchSamples();

// Whether some event of the sample has no time, or no data.
bool LacksTime(const Sample& sample);
bool LacksData(const Sample& sample);

}  // namespace interop

#endif  // TESTS_INTEROP_SAMPLES_H_
