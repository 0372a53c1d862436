// Reading an extension, or finding that there is none, allocates nothing.
#include <gtest/gtest.h>

#include <cstdint>

#include "absl/time/time.h"
#include "bench/allocations.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/authcontext.h"
#include "cloudevents/extensions/business_activity.h"
#include "cloudevents/extensions/correlation.h"
#include "cloudevents/extensions/data_classification.h"
#include "cloudevents/extensions/dataref.h"
#include "cloudevents/extensions/deprecation.h"
#include "cloudevents/extensions/distributed_tracing.h"
#include "cloudevents/extensions/expirytime.h"
#include "cloudevents/extensions/partitioning.h"
#include "cloudevents/extensions/recordedtime.h"
#include "cloudevents/extensions/sampledrate.h"
#include "cloudevents/extensions/sequence.h"
#include "cloudevents/extensions/severity.h"
#include "tests/cloudevents/extensions/journeys.h"

namespace cloudevents {
namespace {

// All extensions, with texts that are too long to lie in a string itself.
EventBuilder FullEvent() {
  return PlainEvent()
      .Extension("authtype", "service_account")
      .Extension("authid", "some-service@some-project.example.com")
      .Extension("bamtxid", "transaction-0000000000000017")
      .Extension("bampid", "order-to-cash-in-all-countries")
      .Extension("bamptxid", "payment-by-credit-card-or-wire")
      .Extension("bamptxsid", "start-after-all-has-been-checked")
      .Extension("bamptxcompleted", true)
      .Extension("correlationid", "txn-0af7651916cd43dd8448eb211c80319c")
      .Extension("causationid", "order-0af7651916cd43dd8448eb211c80319c")
      .Extension("dataclassification", "confidential-and-more-than-that")
      .Extension("dataregulation", "GDPR, HIPAA, PCI-DSS, NIST-800-53")
      .Extension("datacategory", "special-category-of-the-second-kind")
      .Extension("dataref", "https://example.com/events/A234-1234-1234.xml")
      .Extension("deprecated", true)
      .Extension("deprecationfrom", "2024-10-11T00:00:00.123456789+02:00")
      .Extension("deprecationsunset", "2024-11-12T00:00:00.123456789+02:00")
      .Extension("deprecationmigration", "https://example.com/migrate-to-new-evt")
      .Extension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
      .Extension("tracestate", "rojo=00f067aa0ba902b7, tenant@congo=t61rcWkgMzE")
      .Extension("expirytime", "2024-11-12T00:00:00.123456789+02:00")
      .Extension("partitionkey", "customer-0af7651916cd43dd8448eb211c80319c")
      .Extension("recordedtime", "2024-11-12T00:00:00.123456789+02:00")
      .Extension("sampledrate", std::int32_t{30})
      .Extension("sequence", "0000000000000000000000000000000000007")
      .Extension("sequencetype", kIntegerSequence)
      .Extension("severitynumber", std::int32_t{9})
      .Extension("severitytext", "something between INFO and WARN");
}

// Reads all extensions; says of how many `answer` is what the read gives.
template <typename Answer>
int CountReads(const Event& event, Answer answer) {
  return answer(GetAuthContext(event)) + answer(GetBusinessActivity(event)) +
         answer(GetCorrelation(event)) + answer(GetDataClassification(event)) +
         answer(GetDataRef(event)) + answer(GetDeprecation(event)) +
         answer(GetDistributedTracing(event)) + answer(GetExpiryTime(event)) +
         answer(GetPartitionKey(event)) + answer(GetRecordedTime(event)) +
         answer(GetSampledRate(event)) + answer(GetSequence(event)) + answer(GetSeverity(event));
}

constexpr int kExtensions = 13;

TEST(ReadingExtensionsTest, AllocatesNothing) {
  (void)absl::UTCTimeZone();  // Abseil makes it when it is first asked for.
  for (const Event& event : Journeys(FullEvent())) {
    const std::uint64_t before = bench::Allocations();
    const int found =
        CountReads(event, [](const auto& read) { return read.ok() && read->has_value() ? 1 : 0; });
    EXPECT_EQ(bench::Allocations(), before);
    EXPECT_EQ(found, kExtensions);
  }
}

TEST(ReadingExtensionsTest, AllocatesNothingWhereThereAreNone) {
  const Event event = BuildEvent(PlainEvent());
  const std::uint64_t before = bench::Allocations();
  const int absent =
      CountReads(event, [](const auto& read) { return read.ok() && !read->has_value() ? 1 : 0; });
  EXPECT_EQ(bench::Allocations(), before);
  EXPECT_EQ(absent, kExtensions);
}

TEST(ReadingExtensionsTest, AllocationsAreCounted) {
  const std::uint64_t before = bench::Allocations();
  const EventBuilder builder = PlainEvent();
  EXPECT_GT(bench::Allocations(), before);
}

}  // namespace
}  // namespace cloudevents
