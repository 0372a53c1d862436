#include "eventbus/observer.h"

#include <cstdio>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus {
namespace {

using ::cloudevents::internal::Cat;

std::string_view FateText(FailureFate fate) {
  switch (fate) {
    case FailureFate::kDeadLettered:
      return "is in the dead letters";
    case FailureFate::kEvicted:
      return "was pushed out of the full dead letters and is gone";
    case FailureFate::kRejected:
      return "was refused";
  }
  return "has an invalid fate";
}

// Appends `text` with its control characters escaped: names and messages come from outside, and
// must not break the line or drive a terminal.
void AppendPrintable(std::string_view text, std::string& line) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      line.push_back(c);
    } else {
      line.append("\\x");
      line.push_back(kHexDigits[byte >> 4]);
      line.push_back(kHexDigits[byte & 0xf]);
    }
  }
}

}  // namespace

void StderrObserver::OnFailure(const DeliveryFailure& failure) {
  const std::string id = failure.event_id.empty() ? "" : Cat(" (id ", failure.event_id, ")");
  const std::string attempts =
      Cat(failure.attempts, failure.attempts == 1 ? " attempt" : " attempts");
  std::string line = "eventbus: ";
  AppendPrintable(Cat(failure.event_type, id, " for ", failure.consumer, " ",
                      FateText(failure.fate), " after ", attempts, ": ", failure.status.ToString()),
                  line);
  line.push_back('\n');
  // One call for the line, so that lines of several threads do not mix.
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace eventbus
