// The tables that a run prints: one line for each peer and direction, one column for each channel.
#ifndef TESTS_INTEROP_REPORT_H_
#define TESTS_INTEROP_REPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/interop/deviation_list.h"

namespace interop {

// What a cell of the table says: "49 ok", "45 ok, 4 listed", "none" or "3 FAILED".
std::string CellText(const Verdict& verdict);

class Table {
 public:
  // Under these words; the first two head the peer and the direction.
  explicit Table(std::vector<std::string> head) : rows_({std::move(head)}) {}

  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  // The rows, their columns aligned by spaces, each line with its end.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace interop

#endif  // TESTS_INTEROP_REPORT_H_
