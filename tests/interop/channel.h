// The ways in which a message carries events, as the table and the list of deviations name them:
// "binary", "json", "json batch", "protobuf", and so on.
#ifndef TESTS_INTEROP_CHANNEL_H_
#define TESTS_INTEROP_CHANNEL_H_

#include <string>
#include <vector>

#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/event_format.h"
#include "tests/interop/samples.h"

namespace interop {

struct Channel {
  cloudevents::ContentMode mode;
  cloudevents::EventFormat format;  // binary mode has no use for it

  std::string name() const;
  // Whether extensions keep their types.
  bool typed() const;
  // What can travel. Samples that the format has no way to write are left out.
  std::vector<Sample> samples() const;
};

// Binary mode, and JSON and Protobuf alone and in batches: what SDKs may have.
std::vector<Channel> SdkChannels();

// A format alone and, where it has them, in batches.
std::vector<Channel> FormatChannels(const cloudevents::EventFormat& format);

}  // namespace interop

#endif  // TESTS_INTEROP_CHANNEL_H_
