#include "tests/interop/deviation_list.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cloudevents/internal/abseil_strings.h"
#include "tests/interop/exchange.h"
#include "tests/interop/samples.h"

namespace interop {
namespace {

using Names = DeviationList::Names;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;

constexpr std::size_t kColumns = 6;
constexpr std::string_view kAbsent = "no such mode";
constexpr std::string_view kAll = "(all)";
constexpr std::string_view kWithoutTime = "(without time)";
constexpr std::string_view kWithoutData = "(without data)";

std::vector<std::string> SplitAndStrip(std::string_view text, char separator) {
  std::vector<std::string> parts = absl::StrSplit(ToAbsl(text), separator);
  for (std::string& part : parts) absl::StripAsciiWhitespace(&part);
  return parts;
}

Names NamesIn(std::string_view text) {
  const std::vector<std::string> names = SplitAndStrip(text, ',');
  return {names.begin(), names.end()};
}

// "| a | b |" as {"a", "b"}; empty if it is no row of a table.
std::vector<std::string> ColumnsOf(std::string_view line) {
  std::vector<std::string> parts = SplitAndStrip(line, '|');
  if (parts.size() < 3 || !parts.front().empty() || !parts.back().empty()) return {};
  return {std::next(parts.begin()), std::prev(parts.end())};
}

bool StartsWithDirection(std::string_view text) {
  return text.starts_with("from us") || text.starts_with("to us");
}

std::string Join(const Names& names) { return absl::StrJoin(names, ", "); }

// Whether `name` is the sample's or that of a group which it belongs to.
bool IsNamed(const Sample& sample, std::string_view name) {
  return name == sample.name || name == kAll || (name == kWithoutTime && LacksTime(sample)) ||
         (name == kWithoutData && LacksData(sample));
}

// A text in one line that ends before it becomes tedious.
std::string Shortened(std::string text) {
  constexpr std::size_t kMaxBytes = 300;
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '|', '/');
  if (text.size() > kMaxBytes) text = text.substr(0, kMaxBytes) + "...";
  return text;
}

std::string UnlistedRow(const Cell& cell, std::string_view event, const Names& differences,
                        const std::string& detail) {
  return Cat("| ", cell.peer, " | ", cell.direction, " | ", cell.channel, " | ", event, " | ",
             Join(differences), " | why? ", Shortened(detail), " |");
}

Names Minus(const Names& a, const Names& b) {
  Names rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(rest, rest.end()));
  return rest;
}

// Those of the differences that would show: of what could not be compared nothing else is seen.
Names Visible(const Names& differences, const Outcome& outcome) {
  Names not_compared;
  bool compared = true;
  for (const std::string_view name : kNotCompared) {
    if (differences.contains(name)) not_compared.emplace(name);
    if (outcome.differences.contains(name)) compared = false;
  }
  return compared ? differences : not_compared;
}

}  // namespace

absl::StatusOr<DeviationList::Row> DeviationList::ParseRow(
    std::size_t line, const std::vector<std::string>& columns) {
  Row row{.line = line,
          .peers = NamesIn(columns[0]),
          .directions = NamesIn(columns[1]),
          .channels = NamesIn(columns[2]),
          .events = NamesIn(columns[3]),
          .differences = NamesIn(columns[4])};
  for (const std::string& name : row.peers) row.unused.insert(Cat("peer ", name));
  for (const std::string& name : row.directions) row.unused.insert(Cat("direction ", name));
  for (const std::string& name : row.channels) row.unused.insert(Cat("channel ", name));
  for (const std::string& name : row.events) row.unused.insert(Cat("event ", name));
  for (const std::string& column : columns) {
    if (column.empty()) return InvalidArgument("line ", line, ": an empty column");
  }
  if (row.says_absent() &&
      (row.differences.size() != 1 || row.events != Names{std::string(kAll)})) {
    return InvalidArgument("line ", line, ": \"", kAbsent, "\" stands alone, with ", kAll);
  }
  return row;
}

absl::StatusOr<DeviationList> DeviationList::Parse(std::string_view markdown) {
  DeviationList list;
  std::size_t number = 0;
  for (const std::string& line : SplitAndStrip(markdown, '\n')) {
    ++number;
    const std::vector<std::string> columns = ColumnsOf(line);
    if (columns.size() < 2 || !StartsWithDirection(columns[1])) continue;
    if (columns.size() != kColumns) {
      return InvalidArgument("line ", number, ": ", columns.size(), " columns instead of ",
                             kColumns);
    }
    absl::StatusOr<Row> row = ParseRow(number, columns);
    if (!row.ok()) return row.status();
    list.rows_.push_back(*std::move(row));
  }
  return list;
}

bool DeviationList::Row::covers(const Cell& cell) const {
  return peers.contains(cell.peer) && directions.contains(cell.direction) &&
         channels.contains(cell.channel);
}

bool DeviationList::Row::says_absent() const { return differences.contains(kAbsent); }

bool DeviationList::Row::Matches(const Sample& sample) {
  bool matches = false;
  for (const std::string& event : events) {
    if (!IsNamed(sample, event)) continue;
    matches = true;
    unused.erase(Cat("event ", event));
  }
  return matches;
}

void DeviationList::JudgeAbsence(const Row& row, const Cell& cell, Verdict& verdict) {
  verdict.absent = true;
  for (const auto& [sample, outcome] : cell.outcomes) {
    if (!outcome.arrived()) continue;
    verdict.problems.push_back(Cat("line ", row.line, ": ", cell.peer, " has a ", cell.channel,
                                   " mode ", cell.direction, " after all: ", sample.name,
                                   " gets through"));
  }
}

Verdict DeviationList::Judge(const Cell& cell) {
  std::vector<Row*> rows;
  for (Row& row : rows_) {
    if (!row.covers(cell)) continue;
    row.unused.erase(Cat("peer ", cell.peer));
    row.unused.erase(Cat("direction ", cell.direction));
    row.unused.erase(Cat("channel ", cell.channel));
    rows.push_back(&row);
  }
  Verdict verdict;
  for (Row* row : rows) {
    if (!row->says_absent()) continue;
    row->unused.erase(Cat("event ", kAll));
    JudgeAbsence(*row, cell, verdict);
    return verdict;
  }
  for (const auto& [sample, outcome] : cell.outcomes) {
    Names listed;
    for (Row* row : rows) {
      if (!row->Matches(sample)) continue;
      listed.insert(row->differences.begin(), row->differences.end());
      const Names gone = Minus(Visible(row->differences, outcome), outcome.differences);
      if (gone.empty()) continue;
      verdict.problems.push_back(Cat("line ", row->line, ": ", cell.peer, ", ", cell.direction,
                                     ", ", cell.channel, ", ", sample.name,
                                     " does not differ any more in: ", Join(gone)));
    }
    const Names unlisted = Minus(outcome.differences, listed);
    if (!unlisted.empty()) {
      verdict.problems.push_back(UnlistedRow(cell, sample.name, unlisted, outcome.detail));
    } else if (outcome.differences.empty()) {
      ++verdict.same;
    } else {
      ++verdict.listed;
    }
  }
  return verdict;
}

std::vector<std::string> DeviationList::Unused() const {
  std::vector<std::string> unused;
  for (const Row& row : rows_) {
    for (const std::string& name : row.unused) {
      unused.push_back(Cat("line ", row.line, ": the run has no ", name, " there"));
    }
  }
  return unused;
}

}  // namespace interop
