// `eventbus listen`: prints the events that arrive as webhooks.
#ifndef CLI_LISTEN_COMMAND_H_
#define CLI_LISTEN_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

// Takes CloudEvents over HTTP, in any content mode, and prints each as one line of JSON.
Command ListenCommand();

}  // namespace eventbus::cli

#endif  // CLI_LISTEN_COMMAND_H_
