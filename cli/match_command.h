// `eventbus match`: tries event patterns on events.
#ifndef CLI_MATCH_COMMAND_H_
#define CLI_MATCH_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

// Prints the events that match a pattern; with --pairs, the answer for each pair of a pattern and
// an event.
Command MatchCommand();

}  // namespace eventbus::cli

#endif  // CLI_MATCH_COMMAND_H_
