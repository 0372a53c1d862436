// What it costs to read and write the JSON format: events of 266 bytes and real webhooks, beside
// bare simdjson On-Demand that reads the same fields and copies the same bytes, and beside bare
// nlohmann/json.
//
// Every row checks what it has read, and counts its allocations. The webhooks are read from the
// file that EVENTBUS_WEBHOOKS names, one event a line; without it their rows are left out.
#include <simdjson.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/allocations.h"
#include "bench/goals.h"
#include "benchmark/benchmark.h"
#include "cloudevents/formats/json_format.h"

namespace {

using cloudevents::DecodeJson;
using cloudevents::DecodeOptions;
using cloudevents::Event;
using cloudevents::Validation;

constexpr std::string_view kSmallEvent =
    R"({"specversion":"1.0","id":"0190f2c3-7a4b-7c21-9d5e-3f8a6b7c1d2e","source":"/shop",)"
    R"("type":"com.shop.order.placed","datacontenttype":"application/json",)"
    R"("subject":"orders/o-1","time":"2026-11-25T09:30:00Z",)"
    R"("data":{"order_id":"o-1","country":"JP","total_cents":1299000}})";
static_assert(kSmallEvent.size() == 266);

// The texts of events that a row goes through in turn.
using Corpus = std::vector<std::string>;

// One row: `operation` is applied to the texts in turn and returns how many bytes of attributes it
// has seen, or data's, as the row's author likes: over a whole corpus they are known.
void Run(benchmark::State& state, const Corpus& corpus, std::size_t expected,
         const std::function<std::size_t(std::size_t index)>& operation) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < corpus.size(); ++i) seen += operation(i);
  if (seen != expected) return state.SkipWithError("something else was read");
  std::size_t bytes = 0;
  std::size_t next = 0;
  const std::uint64_t allocations_before = bench::Allocations();
  for (auto _ : state) {
    benchmark::DoNotOptimize(operation(next));
    bytes += corpus[next].size();
    if (++next == corpus.size()) next = 0;
  }
  state.counters["allocs"] = static_cast<double>(bench::Allocations() - allocations_before) /
                             static_cast<double>(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

std::size_t BytesOf(const Event& event) {
  return event.id().size() + event.source().size() + event.type().size() +
         event.subject().value_or("").size() + event.datacontenttype().value_or("").size() +
         event.time_text().value_or("").size() + event.data().size();
}

// What On-Demand reads of an event: the same fields as we do.
struct Fields {
  std::array<std::string_view, 8> core;
  std::string_view data;
  std::size_t Bytes() const {
    return core[1].size() + core[2].size() + core[3].size() + core[4].size() + core[6].size() +
           core[7].size() + data.size();
  }
};

constexpr std::array<std::string_view, 8> kCoreNames = {
    "specversion", "id", "source", "type", "datacontenttype", "dataschema", "subject", "time"};

bool ReadOnDemand(simdjson::ondemand::parser& parser, const std::string& owned, Fields& fields) {
  simdjson::ondemand::document document;
  if (parser.iterate(owned.data(), owned.size(), owned.capacity()).get(document)) return false;
  simdjson::ondemand::object object;
  if (document.get_object().get(object)) return false;
  for (auto field : object) {
    std::string_view name;
    if (field.unescaped_key().get(name)) return false;
    if (name == "data") {
      simdjson::ondemand::object data;
      if (field.value().get_object().get(data) || data.raw_json().get(fields.data)) return false;
      continue;
    }
    for (std::size_t i = 0; i < kCoreNames.size(); ++i) {
      if (name != kCoreNames[i]) continue;
      if (field.value().get_string().get(fields.core[i])) return false;
    }
  }
  return true;
}

void RegisterCorpus(const std::string& name, const Corpus& corpus) {
  std::size_t bytes = 0;
  std::size_t text_bytes = 0;
  for (const std::string& text : corpus) {
    bytes += BytesOf(*DecodeJson(text));
    text_bytes += text.size();
  }
  const auto add = [&](const char* row, auto function) {
    benchmark::RegisterBenchmark((std::string(row) + "_" + name).c_str(), function);
  };
  for (const auto& [row, validate] : {std::pair("BM_DecodeFull", Validation::kFull),
                                      std::pair("BM_DecodeEnvelope", Validation::kEnvelope)}) {
    add(row, [&corpus, bytes, options = DecodeOptions{.validate = validate}](auto& state) {
      Run(state, corpus, bytes,
          [&](std::size_t i) { return BytesOf(*DecodeJson(std::string(corpus[i]), options)); });
    });
  }
  add("BM_BareOnDemand", [&corpus, bytes](auto& state) {
    simdjson::ondemand::parser parser;
    Run(state, corpus, bytes, [&](std::size_t i) {
      // The bytes are copied, as an event that owns its own has to.
      std::string owned;
      owned.reserve(corpus[i].size() + simdjson::SIMDJSON_PADDING);
      owned = corpus[i];
      Fields fields;
      return ReadOnDemand(parser, owned, fields) ? fields.Bytes() : 0;
    });
  });
  add("BM_BareNlohmann", [&corpus](auto& state) {
    Run(state, corpus, corpus.size(), [&](std::size_t i) {
      return static_cast<std::size_t>(nlohmann::json::parse(corpus[i]).contains("data"));
    });
  });
  add("BM_Encode", [&corpus, text_bytes](auto& state) {
    std::vector<Event> events;
    for (const std::string& text : corpus) events.push_back(*DecodeJson(text));
    Run(state, corpus, text_bytes,
        [&](std::size_t i) { return cloudevents::EncodeJson(events[i]).size(); });
  });
  add("BM_ReadAttributes", [&corpus, bytes](auto& state) {
    std::vector<Event> events;
    for (const std::string& text : corpus) events.push_back(*DecodeJson(text));
    Run(state, corpus, bytes, [&](std::size_t i) { return BytesOf(events[i]); });
  });
}

std::optional<Corpus> ReadWebhooks() {
  const char* path = std::getenv("EVENTBUS_WEBHOOKS");
  if (path == nullptr) return std::nullopt;
  std::ifstream file(path);
  Corpus corpus;
  for (std::string line; std::getline(file, line);) corpus.push_back(std::move(line));
  if (corpus.empty()) {
    std::fprintf(stderr, "EVENTBUS_WEBHOOKS: no events in %s\n", path);
    std::exit(1);
  }
  return corpus;
}

}  // namespace

int main(int argc, char** argv) {
  const Corpus small = {std::string(kSmallEvent)};
  const std::optional<Corpus> webhooks = ReadWebhooks();
  RegisterCorpus("small", small);
  std::vector<bench::Goal> goals = {
      bench::NanosecondGoal("decode_small_ns", "BM_DecodeFull_small", 500),
      bench::RatioGoal("decode_small_over_on_demand", "BM_DecodeFull_small",
                       "BM_BareOnDemand_small", 3),
      bench::NanosecondGoal("encode_small_ns", "BM_Encode_small", 300),
      {.name = "read_attributes_allocations",
       .measured = "BM_ReadAttributes_small",
       .counter = "allocs",
       .limit = 0}};
  if (webhooks.has_value()) {
    RegisterCorpus("webhooks", *webhooks);
    goals.push_back(bench::RatioGoal("decode_webhooks_envelope_over_on_demand",
                                     "BM_DecodeEnvelope_webhooks", "BM_BareOnDemand_webhooks", 2));
  } else {
    std::puts("EVENTBUS_WEBHOOKS is not set: the webhooks are left out");
  }
  return bench::RunAndJudge(argc, argv, goals);
}
