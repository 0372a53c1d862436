// What it costs to read and write an event of 266 bytes of JSON in each format, in time and
// allocations, beside what the bare library of the format takes: protobuf's own parsing, libxml2's
// tree, nlohmann's CBOR.
//
// Every row checks that what it reads is the event.
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bench/allocations.h"
#include "bench/goals.h"
#include "benchmark/benchmark.h"
#include "cloudevents/event.h"
#include "cloudevents/event_format.h"
#include "cloudevents/formats/avro_format.h"
#include "cloudevents/formats/cbor_format.h"
#include "cloudevents/formats/cloudevents.pb.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/formats/protobuf_format.h"
#include "cloudevents/formats/xml_format.h"

namespace {

using cloudevents::Event;
using cloudevents::EventFormat;

constexpr EventFormat kFormats[] = {cloudevents::kJsonFormat, cloudevents::kProtobufFormat,
                                    cloudevents::kXmlFormat, cloudevents::kAvroFormat,
                                    cloudevents::kCborFormat};

cloudevents::EventBuilder SmallEventWithoutTime() {
  return cloudevents::EventBuilder()
      .Id("0190f2c3-7a4b-7c21-9d5e-3f8a6b7c1d2e")
      .Source("/shop")
      .Type("com.shop.order.placed")
      .DataContentType("application/json")
      .Subject("orders/o-1")
      .JsonData(R"({"order_id":"o-1","country":"JP","total_cents":1299000})");
}

Event SmallEvent() { return *SmallEventWithoutTime().Time("2026-11-25T09:30:00Z").Build(); }

void Run(benchmark::State& state, const std::function<bool()>& operation) {
  if (!operation()) return state.SkipWithError("it is not the event");
  const std::uint64_t before = bench::Allocations();
  for (auto _ : state) benchmark::DoNotOptimize(operation());
  state.counters["allocs"] =
      static_cast<double>(bench::Allocations() - before) / static_cast<double>(state.iterations());
}

void Register(const std::string& name, std::function<bool()> operation) {
  benchmark::RegisterBenchmark(
      name.c_str(),
      [operation = std::move(operation)](benchmark::State& state) { Run(state, operation); });
}

void RegisterFormat(const EventFormat& format) {
  const Event event = SmallEvent();
  const std::string bytes = *format.encode(event);
  Register("BM_Decode/" + std::string(format.name),
           [=] { return format.decode(bytes, {})->id() == event.id(); });
  Register("BM_Encode/" + std::string(format.name),
           [=] { return format.encode(event)->size() == bytes.size(); });
}

void RegisterBareLibraries() {
  const Event event = SmallEvent();
  Register("BM_BareDecode/protobuf",
           [bytes = *EncodeProtobuf(event), id = std::string(event.id())] {
             io::cloudevents::v1::CloudEvent message;
             return message.ParseFromString(bytes) && message.id() == id;
           });
  Register("BM_BareDecode/xml", [bytes = *EncodeXml(event)] {
    xmlDoc* const document = xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr,
                                           nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR);
    const bool read = document != nullptr && xmlDocGetRootElement(document) != nullptr;
    xmlFreeDoc(document);
    return read;
  });
  // nlohmann's passes over the tag of URIs, but not over that of timestamps: it reads all but
  // `time`.
  const Event timeless = *SmallEventWithoutTime().Build();
  Register("BM_BareDecode/cbor", [bytes = *EncodeCbor(timeless), id = std::string(event.id())] {
    return nlohmann::json::from_cbor(bytes, /*strict=*/true, /*allow_exceptions=*/true,
                                     nlohmann::json::cbor_tag_handler_t::ignore)
               .at("id") == id;
  });
}

}  // namespace

int main(int argc, char** argv) {
  for (const EventFormat& format : kFormats) RegisterFormat(format);
  RegisterBareLibraries();
  return bench::RunAndJudge(
      argc, argv,
      {bench::RatioGoal("decode_protobuf_over_bare", "BM_Decode/protobuf", "BM_BareDecode/protobuf",
                        2.5),
       bench::RatioGoal("decode_xml_over_bare", "BM_Decode/xml", "BM_BareDecode/xml", 2),
       bench::RatioGoal("decode_cbor_over_bare", "BM_Decode/cbor", "BM_BareDecode/cbor", 1),
       bench::RatioGoal("decode_avro_over_json", "BM_Decode/avro", "BM_Decode/json", 2)});
}
