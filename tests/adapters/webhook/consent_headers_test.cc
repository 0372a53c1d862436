#include "adapters/webhook/internal/consent_headers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/webhook/webhook_consent.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/internal/abseil_strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace adapters::webhook_internal {
namespace {

using ::cloudevents::HttpHeader;
using ::cloudevents::internal::Message;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConsentHeadersTest, AnOriginIsADnsName) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'b');
  for (const std::string& yes :
       {std::string("eventemitter.example.com"), std::string("localhost"), std::string("A-1.b"),
        std::string("x--n.example"), std::string("_events.example"), std::string("10.0.0.1"), label,
        longest}) {
    EXPECT_TRUE(IsOrigin(yes)) << yes;
  }
  for (const std::string& no :
       {std::string(), std::string("."), std::string(".a"), std::string("a."), std::string("a..b"),
        std::string("-a"), std::string("a-"), std::string("a.-b"), std::string("*"),
        std::string("*.example"), std::string("a.example:80"), std::string("https://a.example"),
        std::string("a b"), std::string("a,b"), std::string("[::1]"), std::string("\xC3\xA9"),
        std::string("a\0b", 3), label + "a", longest + "b"}) {
    EXPECT_FALSE(IsOrigin(no)) << no;
  }
}

TEST(ConsentHeadersTest, ARateIsAPositiveInteger) {
  const struct {
    std::string_view text;
    std::optional<std::int64_t> rate;
  } cases[] = {
      {"1", 1},
      {"120", 120},
      {"0120", 120},
      {"1000000000", kMaxRate},
      {"1000000001", kMaxRate},
      {"99999999999999999999999999999999", kMaxRate},
      {"", std::nullopt},
      {"0", std::nullopt},
      {"000", std::nullopt},
      {"*", std::nullopt},
      {"-1", std::nullopt},
      {"+1", std::nullopt},
      {"1.5", std::nullopt},
      {"1e3", std::nullopt},
      {"0x10", std::nullopt},
      {"1 2", std::nullopt},
      {" 1", std::nullopt},
      {"1,000", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(ParseRate(c.text), c.rate) << c.text;
  EXPECT_EQ(FormatRate({.rate = 120}), "120");
  EXPECT_EQ(FormatRate({}), "*");
}

TEST(ConsentHeadersTest, ARequestSaysWhatItAsksFor) {
  const absl::StatusOr<WebhookConsentRequest> request =
      ReadConsentRequest({{"webhook-request-ORIGIN", " shop.example\t"},
                          {"WebHook-Request-Rate", "60"},
                          {"WebHook-Request-Callback", "https://shop.example/confirm?key=k"}});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->origin, "shop.example");
  EXPECT_EQ(request->rate, 60);
  EXPECT_EQ(request->callback, "https://shop.example/confirm?key=k");

  const absl::StatusOr<WebhookConsentRequest> again =
      ReadConsentRequest(ConsentRequestHeaders(*request));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->origin, request->origin);
  EXPECT_EQ(again->rate, request->rate);
  EXPECT_EQ(again->callback, request->callback);
  EXPECT_EQ(ConsentRequestHeaders({.origin = "a"}).size(), 1U) << "only what is asked for";
}

TEST(ConsentHeadersTest, ABrokenRequestNamesTheHeader) {
  const HttpHeader origin = {"WebHook-Request-Origin", "shop.example"};
  const struct {
    std::vector<HttpHeader> headers;
    std::string text;
  } cases[] = {
      {{}, "WebHook-Request-Origin: it is missing"},
      {{{"Origin", "https://shop.example"}}, "WebHook-Request-Origin: it is missing"},
      {{{"WebHook-Request-Origin", ""}}, "WebHook-Request-Origin"},
      {{{"WebHook-Request-Origin", "*"}}, "WebHook-Request-Origin"},
      {{origin, origin}, "WebHook-Request-Origin: it is there twice"},
      {{origin, {"WebHook-Request-Rate", "0"}}, "WebHook-Request-Rate"},
      {{origin, {"WebHook-Request-Rate", "*"}}, "WebHook-Request-Rate"},
      {{origin, {"WebHook-Request-Rate", "1"}, {"webhook-request-rate", "2"}}, "twice"},
      {{origin,
        {"WebHook-Request-Callback", "https://a"},
        {"WebHook-Request-Callback", "https://a"}},
       "twice"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ReadConsentRequest(c.headers).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(Message(status)), HasSubstr(c.text));
    EXPECT_THAT(std::string(Message(status)), Not(HasSubstr("secret")));
  }
}

TEST(ConsentHeadersTest, ACallbackThatCannotBeCalledIsNone) {
  for (const char* callback : {"/path", "", "ftp://a.example", "https://u:p@a.example/"}) {
    const absl::StatusOr<WebhookConsentRequest> request = ReadConsentRequest(
        {{"WebHook-Request-Origin", "shop.example"}, {"WebHook-Request-Callback", callback}});
    ASSERT_TRUE(request.ok()) << request.status();
    EXPECT_EQ(request->callback, "");
  }
}

TEST(ConsentHeadersTest, ConsentIsBothHeadersAndTheyFit) {
  constexpr std::string_view kOrigin = "WebHook-Allowed-Origin";
  constexpr std::string_view kRate = "WebHook-Allowed-Rate";
  const auto header = [](std::string_view name, std::string_view value) {
    return HttpHeader{std::string(name), std::string(value)};
  };
  using Consent = std::optional<WebhookConsent>;
  const struct {
    std::vector<HttpHeader> headers;
    bool rate_asked;
    Consent consent;
  } cases[] = {
      {{header(kOrigin, "shop.example"), header(kRate, "100")}, true, WebhookConsent{.rate = 100}},
      {{header(kOrigin, "Shop.Example"), header(kRate, "1")}, false, WebhookConsent{.rate = 1}},
      {{header(kOrigin, "*"), header(kRate, "*")}, true, WebhookConsent{}},
      {{header("webhook-allowed-origin", " * "), header("WEBHOOK-ALLOWED-RATE", " 7 ")},
       true,
       WebhookConsent{.rate = 7}},
      {{header(kOrigin, "*")}, false, WebhookConsent{}},
      {{header(kOrigin, "*")}, true, std::nullopt},
      {{}, false, std::nullopt},
      {{header(kRate, "*")}, false, std::nullopt},
      {{header("Access-Control-Allow-Origin", "*"), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, ""), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, "other.example"), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, "a.shop.example"), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, "*.example"), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, "**"), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, "shop.example, other.example"), header(kRate, "*")}, false, std::nullopt},
      {{header(kOrigin, "shop.example"), header(kOrigin, "*"), header(kRate, "*")},
       false,
       std::nullopt},
      {{header(kOrigin, "*"), header(kRate, "0")}, false, std::nullopt},
      {{header(kOrigin, "*"), header(kRate, "")}, false, std::nullopt},
      {{header(kOrigin, "*"), header(kRate, "fast")}, false, std::nullopt},
      {{header(kOrigin, "*"), header(kRate, "1"), header(kRate, "1")}, false, std::nullopt},
  };
  for (const auto& c : cases) {
    std::string trace;
    for (const HttpHeader& h : c.headers) trace += h.name + ": " + h.value + "\n";
    SCOPED_TRACE(trace);
    WebhookConsentRequest request{.origin = "shop.example"};
    if (c.rate_asked) request.rate = 120;
    const absl::StatusOr<WebhookConsent> consent = ReadConsent(c.headers, request);
    EXPECT_EQ(consent.ok(), c.consent.has_value()) << consent.status();
    if (consent.ok() && c.consent.has_value()) {
      EXPECT_EQ(*consent, *c.consent);
    } else {
      EXPECT_EQ(consent.status().code(), absl::StatusCode::kPermissionDenied);
    }
  }
}

}  // namespace
}  // namespace adapters::webhook_internal
