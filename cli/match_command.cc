#include "cli/match_command.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_line.h"
#include "cli/input_lines.h"
#include "cli/pattern_pair.h"
#include "cli/streams.h"
#include "cloudevents/event.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/rules/event_pattern.h"
#include "eventbus/rules/rule.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;

constexpr Flag kFlags[] = {
    {.name = "pattern", .value = "PATTERN", .summary = "the event pattern, as JSON text"},
    {.name = "view",
     .value = "VIEW",
     .summary = "what field names mean: cloudevents (the default) or eventbridge"},
    {.name = "explain", .summary = "say on standard error for each event why it matches or not"},
    {.name = "pairs", .summary = "read pairs of a pattern and an event instead"},
    kMaxLineBytesFlag,
};

absl::StatusOr<RuleView> ViewOf(const Arguments& arguments) {
  constexpr RuleView kViews[] = {RuleView::kCloudEvents, RuleView::kEventBridge};
  const std::string_view names[] = {RuleViewName(kViews[0]), RuleViewName(kViews[1])};
  const absl::StatusOr<std::size_t> choice = arguments.Choice("view", names);
  if (!choice.ok()) return choice.status();
  return kViews[*choice];
}

// The state of one run. Functions return the Status of the output.
class Matching {
 public:
  Matching(bool explain, const Streams& streams) : explain_(explain), streams_(streams) {}

  bool all_lines_good() const { return all_lines_good_; }

  // Prints the line if its event matches.
  absl::Status MatchLine(const Rule& rule, const InputLine& line) {
    const absl::StatusOr<bool> matches = JudgeLine(rule, line);
    if (!matches.ok()) {
      all_lines_good_ = false;
      return Tell(Cat(line.place, ": error: ", Message(matches.status())));
    }
    return *matches ? streams_.out->Write(Cat(line.text, "\n")) : absl::OkStatus();
  }

  // Prints the answer for the line's pair.
  absl::Status AnswerPair(RuleView view, const InputLine& line) {
    absl::StatusOr<PatternPair> pair = line.status.ok() ? ParsePatternPair(line.text) : line.status;
    if (!pair.ok()) return AnswerBadLine(pair.status());
    const absl::StatusOr<Rule> rule = EventPattern::Parse(pair->pattern, {.view = view});
    // A pattern that is refused is an answer, not a failure.
    if (!rule.ok()) return AnswerInvalid(rule.status());
    const absl::StatusOr<bool> matches = JudgeJson(*rule, pair->event, line.place);
    if (!matches.ok()) return AnswerBadLine(Annotate("event", matches.status()));
    return streams_.out->Write(*matches ? "true\n" : "false\n");
  }

 private:
  absl::StatusOr<bool> JudgeLine(const Rule& rule, const InputLine& line) {
    if (!line.status.ok()) return line.status;
    // An EventBridge event is no CloudEvent: it is judged as it stands.
    if (rule.view() == RuleView::kEventBridge) return JudgeJson(rule, line.text, line.place);
    const absl::StatusOr<cloudevents::Event> event = DecodeLine(line);
    if (!event.ok()) return event.status();
    if (!explain_) return rule.Matches(*event);
    return Explain(rule.Explain(*event), line.place);
  }

  absl::StatusOr<bool> JudgeJson(const Rule& rule, std::string_view json, std::string_view place) {
    if (!explain_) return rule.MatchesJson(json);
    const absl::StatusOr<Explanation> explanation = rule.ExplainJson(json);
    if (!explanation.ok()) return explanation.status();
    return Explain(*explanation, place);
  }

  bool Explain(const Explanation& explanation, std::string_view place) {
    // Whether standard error takes it changes no answer.
    Tell(explanation.matches ? Cat(place, ": match")
                             : Cat(place, ": no match: ", explanation.reason))
        .IgnoreError();
    return explanation.matches;
  }

  absl::Status AnswerBadLine(const absl::Status& status) {
    all_lines_good_ = false;
    return AnswerInvalid(status);
  }

  absl::Status AnswerInvalid(const absl::Status& status) {
    return streams_.out->Write(Cat("invalid: ", OneLine(Message(status)), "\n"));
  }

  // One line on standard error, after the results that came before it.
  absl::Status Tell(std::string_view text) {
    const absl::Status flushed = streams_.out->Flush();
    streams_.err->Write(Cat(OneLine(text), "\n")).IgnoreError();
    return flushed;
  }

  bool explain_;
  const Streams& streams_;
  bool all_lines_good_ = true;
};

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  const absl::StatusOr<RuleView> view = ViewOf(arguments);
  if (!view.ok()) return view.status();
  const std::optional<std::string_view> pattern = arguments.value("pattern");
  if (arguments.has("pairs") == pattern.has_value()) {
    return InvalidArgument("either --pattern or --pairs is needed");
  }
  Rule rule = Rule::All();
  if (pattern.has_value()) {
    absl::StatusOr<Rule> parsed = EventPattern::Parse(*pattern, {.view = *view});
    if (!parsed.ok()) return Annotate("--pattern", parsed.status());
    rule = *std::move(parsed);
  }
  Matching matching(arguments.has("explain"), streams);
  const absl::StatusOr<ExitCode> read =
      ForEachLine(arguments, arguments.operands(), streams, [&](const InputLine& line) {
        return pattern.has_value() ? matching.MatchLine(rule, line)
                                   : matching.AnswerPair(*view, line);
      });
  return read.ok() && !matching.all_lines_good() ? ExitCode::kFailure : read;
}

}  // namespace

Command MatchCommand() {
  return {
      .name = "match",
      .summary = "print the events that match an event pattern",
      .operands = "[FILE...]",
      .description =
          "Reads events, one a line, from the files or standard input, and prints those that "
          "match\n"
          "the pattern, unchanged. The pattern is in the language of Amazon EventBridge. Events "
          "are\n"
          "CloudEvents in the JSON format; with --view=eventbridge they are events as EventBridge\n"
          "writes them, and the pattern names their fields (detail-type, detail, ...).\n"
          "\n"
          "With --pairs a line is {\"pattern\": .., \"event\": ..}, each a JSON value or a string "
          "that\n"
          "holds the JSON text; other members are ignored. Each line is answered with \"true\",\n"
          "\"false\", or \"invalid: \" and why. The event is any JSON object: it is judged as it\n"
          "stands in the view, without the rules for CloudEvents.\n"
          "\n"
          "Blank lines are left out. Goes on after a bad line, told on standard error (with "
          "--pairs\n"
          "as an answer), and then exits with 1. That no event matches, or that a pair's pattern "
          "is\n"
          "invalid, is an answer like others and exits with 0.\n",
      .example =
          R"(  $ eventbus match --pattern '{"data": {"total": [{"numeric": [">", 100]}]}}' orders.ndjson
  {"specversion":"1.0","id":"2","source":"/shop","type":"order","data":{"total":120}}
  $ echo '{"pattern": {"type": [{"prefix": "or"}]}, "event": {"type": "order"}}' |
      eventbus match --pairs
  true
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
