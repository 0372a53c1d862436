#include "examples/repo_watch/report.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "cloudevents/internal/abseil_strings.h"

namespace repo_watch {
namespace {

using cloudevents::internal::Message;

// How many single lines of one kind are listed; the rest is a number.
constexpr std::size_t kListed = 10;

void PrintPostedLines(std::string_view what, const std::vector<PostedLine>& lines,
                      std::ostream& out) {
  std::size_t listed = 0;
  for (const PostedLine& line : lines) {
    if (++listed > kListed) break;
    out << absl::StrFormat("  line %d %s: %s\n", line.number, what, line.reason);
  }
  if (lines.size() > kListed) out << "  and " << lines.size() - kListed << " more\n";
}

void PrintPosted(const PostReport& posted, std::ostream& out) {
  out << "Events in\n"
      << absl::StrFormat("  %d posted: %d binary, %d structured, %d posted again\n", posted.lines,
                         posted.binary, posted.lines - posted.binary, posted.retries)
      << absl::StrFormat("  %d accepted, %d rejected, %d given up\n", posted.accepted.size(),
                         posted.rejected.size(), posted.given_up.size());
  PrintPostedLines("rejected", posted.rejected, out);
  PrintPostedLines("given up, UNACCOUNTED", posted.given_up, out);
}

void PrintModules(const RunRecord& record, const Accounts& accounts, std::ostream& out) {
  out << absl::StrFormat("\n%-36s %8s %8s %8s\n", "Modules", "saw", "handled", "dead");
  std::size_t next = 0;  // the accounts are in the order of the modules' subscriptions
  for (const ModuleReport& module : record.modules) {
    out << "  " << module.module << "\n";
    for (std::size_t i = 0; i < module.subscriptions.size(); ++i) {
      const HandlerAccount& handler = accounts.handlers[next++];
      out << absl::StrFormat("    %-32s %8d %8d %8d%s\n", handler.subscription, handler.seen,
                             handler.handled, handler.dead_letters,
                             handler.balanced() ? "" : "  UNACCOUNTED");
    }
    for (const std::string& finding : module.findings) out << "      " << finding << "\n";
  }
}

void PrintRules(const RunRecord& record, const Accounts& accounts, std::ostream& out) {
  out << absl::StrFormat("\n%-26s %8s %8s %10s %8s\n", "Rules: what left", "matched", "sent",
                         "confirmed", "dead");
  for (const RuleAccount& rule : accounts.rules) {
    out << absl::StrFormat("  %-24s %8d %8d %10d %8d", rule.departure.name, rule.matched,
                           rule.departure.sent, rule.confirmed, rule.dead_letters);
    if (rule.unaccounted != 0) out << absl::StrFormat("  UNACCOUNTED: %d", rule.unaccounted);
    out << "\n";
  }
  out << absl::StrFormat(
      "  the outside process refused %d requests on purpose and could not read %d\n",
      record.outside.refused, record.outside.malformed);
}

void PrintDeadLetters(const RunRecord& record, std::ostream& out) {
  out << absl::StrFormat("\nFailures: %d dead letters\n", record.dead_letters.size());
  // By consumer and cause, since many fail alike.
  std::map<std::tuple<std::string, std::string>, std::size_t> causes;
  for (const eventbus::DeadLetter& letter : record.dead_letters) {
    ++causes[{letter.consumer, std::string(Message(letter.last_status))}];
  }
  std::size_t listed = 0;
  for (const auto& [cause, count] : causes) {
    if (++listed > kListed) break;
    out << absl::StrFormat("  %4d of %-30s %s\n", count, std::get<0>(cause), std::get<1>(cause));
  }
  if (causes.size() > kListed) {
    out << "  and " << causes.size() - kListed << " causes more\n";
  }
  for (const eventbus::StopReport::Leftover& leftover : record.stopped.leftovers) {
    out << absl::StrFormat("  UNACCOUNTED: %d deliveries of %s had not ended\n",
                           leftover.deliveries, leftover.name);
  }
}

void PrintTimes(const RunRecord& record, std::ostream& out) {
  const double seconds = absl::ToDoubleSeconds(record.posting);
  out << absl::StrFormat("\nTimes\n  posting %.1f ms", 1e3 * seconds);
  if (seconds > 0) {
    out << absl::StrFormat(" (%.0f events a second)",
                           static_cast<double>(record.posted.lines) / seconds);
  }
  out << absl::StrFormat(", then until all was delivered and stopped %.1f ms\n\n",
                         absl::ToDoubleMilliseconds(record.stopping));
}

}  // namespace

void PrintReport(const RunRecord& record, const Accounts& accounts, std::ostream& out) {
  PrintPosted(record.posted, out);
  PrintModules(record, accounts, out);
  PrintRules(record, accounts, out);
  PrintDeadLetters(record, out);
  PrintTimes(record, out);
  out << absl::StrFormat("%d events in, %d accounted for\n", accounts.events_in,
                         accounts.accounted);
}

}  // namespace repo_watch
