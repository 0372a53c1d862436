#include "tests/interop/report.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "cloudevents/internal/abseil_strings.h"
#include "tests/interop/deviation_list.h"

namespace interop {

using ::cloudevents::internal::Cat;

std::string CellText(const Verdict& verdict) {
  if (!verdict.problems.empty()) return Cat(verdict.problems.size(), " FAILED");
  if (verdict.absent) return "none";
  if (verdict.listed == 0) return Cat(verdict.same, " ok");
  return Cat(verdict.same, " ok, ", verdict.listed, " listed");
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const std::vector<std::string>& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    }
    line.resize(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace interop
