#include "tests/interop/channel.h"

#include <string>
#include <vector>

#include "cloudevents/bindings/content_mode.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"
#include "tests/cloudevents/samples/hard_events.h"
#include "tests/interop/samples.h"

namespace interop {
namespace {

using ::cloudevents::ContentMode;
using ::cloudevents::EventFormat;

// What a channel has no way to say: that data is there but empty, beside the attributes of an HTTP
// message; an extension whose name begins with a digit, which no XML element's name does; that data
// is CBOR and malformed.
bool IsBeyond(const Channel& channel, const Sample& sample) {
  if (channel.mode == ContentMode::kBinary) return HasEmptyData(sample.events.front());
  return (channel.format.name == cloudevents::kXmlFormat.name &&
          sample.name == "names-of-digits") ||
         (channel.format.name == cloudevents::kCborFormat.name &&
          sample.name == "cbor-that-is-none");
}

}  // namespace

std::string Channel::name() const {
  if (mode == ContentMode::kBinary) return "binary";
  return std::string(format.name) + (mode == ContentMode::kBatched ? " batch" : "");
}

bool Channel::typed() const {
  return mode != ContentMode::kBinary && (format.name == cloudevents::kProtobufFormat.name ||
                                          format.name == cloudevents::kXmlFormat.name);
}

std::vector<Sample> Channel::samples() const {
  if (mode == ContentMode::kBatched) return BatchSamples();
  std::vector<Sample> samples = SingleSamples();
  std::erase_if(samples, [&](const Sample& sample) { return IsBeyond(*this, sample); });
  return samples;
}

std::vector<Channel> FormatChannels(const EventFormat& format) {
  std::vector<Channel> channels = {{ContentMode::kStructured, format}};
  if (format.encode_batch != nullptr) channels.push_back({ContentMode::kBatched, format});
  return channels;
}

std::vector<Channel> SdkChannels() {
  std::vector<Channel> channels = {{ContentMode::kBinary, cloudevents::kJsonFormat}};
  for (const EventFormat& format : {cloudevents::kJsonFormat, cloudevents::kProtobufFormat}) {
    for (const Channel& channel : FormatChannels(format)) channels.push_back(channel);
  }
  return channels;
}

}  // namespace interop
