// The round-trip properties of event formats, as checks that tests and fuzzers share.
//
//   EXPECT_EQ(FormatsDisagreement(event, formats), "");
#ifndef TESTS_CLOUDEVENTS_FORMATS_ROUND_TRIP_CHECK_H_
#define TESTS_CLOUDEVENTS_FORMATS_ROUND_TRIP_CHECK_H_

#include <string>
#include <string_view>

#include "cloudevents/event.h"
#include "cloudevents/event_format.h"

namespace cloudevents {

// Whether the format has no way to say what the event holds: XML has none for an extension whose
// name begins with a digit, and CBOR none for data that is said to be CBOR and is not (of the
// sample events, the one whose id says so).
bool IsBeyond(const EventFormat& format, const Event& event);

// Whether the format carries the types of attributes.
bool CarriesTypes(const EventFormat& format);

// Writes the event in each format and reads it back. What comes back must be Equivalent to the
// event, and to what the other formats gave; must have the very attributes where the format carries
// types; and must come back equal a second time. The first thing that is not so, or "".
std::string FormatsDisagreement(const Event& event, EventFormats formats);

// Reads any bytes as an event and as a batch of the format. What can be read must be written and
// read again, equal, and full and envelope validation must agree on it. The first thing that is not
// so, or "".
std::string DecoderFault(std::string_view bytes, const EventFormat& format);

}  // namespace cloudevents

#endif  // TESTS_CLOUDEVENTS_FORMATS_ROUND_TRIP_CHECK_H_
