#include "tests/interop/samples.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "tests/cloudevents/samples/golden_events.h"
#include "tests/cloudevents/samples/hard_events.h"

namespace interop {
namespace {

using ::cloudevents::Event;
using ::cloudevents::EventBuilder;
using ::cloudevents::internal::Cat;

constexpr std::size_t kMaxNameBytes = 48;

// The letters and digits of an id, in lower case, joined by hyphens. An id without end is "long".
std::string NameOf(std::string_view id) {
  std::string name;
  for (const char c : id) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      name += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  if (!name.empty() && name.back() == '-') name.pop_back();
  return name.size() > kMaxNameBytes ? "long" : name;
}

// The hard event with what would hide its point taken out of the way: an id of plain words becomes
// the name, so that its spaces do no harm but where they are meant to, and every event has a time,
// whose absence the golden events are about.
Event Sharpened(const Event& event) {
  EventBuilder builder(event);
  const bool plain = std::all_of(event.id().begin(), event.id().end(), [](unsigned char c) {
    return c == ' ' || absl::ascii_isalnum(c);
  });
  if (plain && event.id().size() <= kMaxNameBytes) builder.Id(NameOf(event.id()));
  if (!event.time_text().has_value()) builder.Time("2024-01-02T03:04:05Z");
  return *builder.Build();
}

// Events of a batch, each another one. All have what every format and SDK should carry.
Sample Batch(std::size_t size) {
  Sample sample{Cat("batch-of-", size), {}};
  for (std::size_t i = 0; i < size; ++i) {
    sample.events.push_back(*EventBuilder()
                                 .Id(Cat("batch ", i))
                                 .Source("/batch")
                                 .Type("com.example.batch")
                                 .Time("2024-02-29T12:00:00Z")
                                 .Extension("position", static_cast<std::int32_t>(i))
                                 .Extension("even", i % 2 == 0)
                                 .DataContentType("application/json")
                                 .JsonData(Cat(R"({"position":)", i, R"(,"word":"\u20AC"})"))
                                 .Build());
  }
  return sample;
}

}  // namespace

std::vector<Sample> SingleSamples() {
  std::vector<Sample> samples;
  for (const std::string& name : cloudevents::GoldenEventNames()) {
    samples.push_back({NameOf(name), {cloudevents::GoldenEvent(name)}});
  }
  for (const Event& event : cloudevents::HardEvents()) {
    samples.push_back({NameOf(event.id()), {Sharpened(event)}});
  }
  return samples;
}

std::vector<Sample> BatchSamples() { return {Batch(0), Batch(1), Batch(1000)}; }

bool LacksTime(const Sample& sample) {
  return std::any_of(sample.events.begin(), sample.events.end(),
                     [](const Event& event) { return !event.time_text().has_value(); });
}

bool LacksData(const Sample& sample) {
  return std::any_of(sample.events.begin(), sample.events.end(), [](const Event& event) {
    return event.data_kind() == cloudevents::DataKind::kAbsent;
  });
}

}  // namespace interop
