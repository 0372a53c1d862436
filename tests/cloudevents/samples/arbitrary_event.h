// Any event at all, chosen by bytes: a fuzzer's input, or those of a seeded generator.
//
//   std::mt19937_64 random(seed);
//   const Event event = ArbitraryEvent(RandomChoices(random));
//
// Every string of bytes gives a valid event, and nearby strings give nearby events, which is what a
// fuzzer needs to find its way.
#ifndef TESTS_CLOUDEVENTS_SAMPLES_ARBITRARY_EVENT_H_
#define TESTS_CLOUDEVENTS_SAMPLES_ARBITRARY_EVENT_H_

#include <random>
#include <string>
#include <string_view>

#include "cloudevents/event.h"

namespace cloudevents {

// Has all that an event can have: every kind of data, every type of extension, names that begin
// with a digit, texts in several scripts, numbers that a double does not hold.
Event ArbitraryEvent(std::string_view choices);

// Enough bytes for one event.
std::string RandomChoices(std::mt19937_64& random);

}  // namespace cloudevents

#endif  // TESTS_CLOUDEVENTS_SAMPLES_ARBITRARY_EVENT_H_
