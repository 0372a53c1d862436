// A fuzzer's input as a message of any protocol: lines of "name:value", an empty line, and the
// body.
#ifndef TESTS_FUZZ_MESSAGE_LINES_H_
#define TESTS_FUZZ_MESSAGE_LINES_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct MessageLines {
  std::vector<std::pair<std::string, std::string>> headers;  // name, value
  std::string body;
};

// Lines without a colon are left out.
inline MessageLines ParseMessageLines(std::string_view text) {
  MessageLines message;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    message.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
  }
  message.body = text;
  return message;
}

#endif  // TESTS_FUZZ_MESSAGE_LINES_H_
