// Any event as one line of JSON, as the commands write it that read more than lines.
#ifndef CLI_JSON_LINE_H_
#define CLI_JSON_LINE_H_

#include <string>

#include "cloudevents/event.h"

namespace eventbus::cli {

// Appends the event in the JSON format and a line feed, the only one. Data is as it came, but for
// line ends between JSON's tokens, which become spaces.
void AppendJsonLine(const cloudevents::Event& event, std::string& out);

}  // namespace eventbus::cli

#endif  // CLI_JSON_LINE_H_
