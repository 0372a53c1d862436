#include "cli/json_line.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "cloudevents/event.h"
#include "cloudevents/formats/json_format.h"

namespace eventbus::cli {

void AppendJsonLine(const cloudevents::Event& event, std::string& out) {
  const std::size_t begin = out.size();
  cloudevents::AppendJson(event, out);
  // Between the tokens of JSON, and there alone, can line ends be: strings have them escaped.
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
      [](char c) { return c == '\n' || c == '\r'; }, ' ');
  out += '\n';
}

}  // namespace eventbus::cli
