// The deviations that are known, read from the document that explains them, and what a run's
// results are held against.
//
//   absl::StatusOr<DeviationList> list = DeviationList::Parse(text_of_docs_interop_md);
//   const Verdict verdict = list->Judge(cell);
//
// A row of the list is a row of a Markdown table with six columns: peers, direction, channels,
// events, what differs, and the reason:
//
//   | Python, JavaScript | to us | binary, json | (without time) | time | adds the time of day |
//
// It says that with each of these peers each of these events, in each of these channels, shows each
// of these differences. Names are separated by commas; "(all)", "(without time)" and "(without
// data)" are groups of events. What differs is as in Outcome. "no such mode" instead says that the
// peers have nothing for these channels, and that nothing gets through.
#ifndef TESTS_INTEROP_DEVIATION_LIST_H_
#define TESTS_INTEROP_DEVIATION_LIST_H_

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/interop/exchange.h"
#include "tests/interop/samples.h"

namespace interop {

// Everything that one peer and we exchanged in one direction and one channel.
struct Cell {
  std::string peer;
  std::string direction;  // "from us" or "to us"
  std::string channel;
  std::vector<std::pair<Sample, Outcome>> outcomes;
};

struct Verdict {
  std::size_t same = 0;    // samples that arrived as they were sent
  std::size_t listed = 0;  // samples whose every difference is in the list
  bool absent = false;     // the list says that there is no such mode, and that is true
  // What the list does not explain, as rows to complete; and what it claims, but did not happen.
  std::vector<std::string> problems;
};

// Not thread-safe.
class DeviationList {
 public:
  using Names = std::set<std::string, std::less<>>;

  // The rows of all tables of `markdown` that have a direction in their second column.
  // InvalidArgument names the line that makes no sense.
  static absl::StatusOr<DeviationList> Parse(std::string_view markdown);

  Verdict Judge(const Cell& cell);

  // What no cell that was judged has: peers, channels and events by names that mean nothing.
  std::vector<std::string> Unused() const;

 private:
  struct Row {
    std::size_t line = 0;
    Names peers;
    Names directions;
    Names channels;
    Names events;
    Names differences;
    Names unused;  // "peer Go", "event null" and so on: what no cell has had yet

    bool covers(const Cell& cell) const;
    bool says_absent() const;
    // Whether it names the sample; that it does is noted.
    bool Matches(const Sample& sample);
  };

  static absl::StatusOr<Row> ParseRow(std::size_t line, const std::vector<std::string>& columns);
  static void JudgeAbsence(const Row& row, const Cell& cell, Verdict& verdict);

  std::vector<Row> rows_;
};

}  // namespace interop

#endif  // TESTS_INTEROP_DEVIATION_LIST_H_
