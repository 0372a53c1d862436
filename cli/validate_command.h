// `eventbus validate`: checks events.
#ifndef CLI_VALIDATE_COMMAND_H_
#define CLI_VALIDATE_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

// Reads one CloudEvent in the JSON format a line, and prints for each "PLACE: ok" or
// "PLACE: error: WHY".
Command ValidateCommand();

}  // namespace eventbus::cli

#endif  // CLI_VALIDATE_COMMAND_H_
