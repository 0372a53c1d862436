// eventbus convert: events from one format into another.
#ifndef CLI_CONVERT_COMMAND_H_
#define CLI_CONVERT_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

Command ConvertCommand();

}  // namespace eventbus::cli

#endif  // CLI_CONVERT_COMMAND_H_
