// `eventbus send`: posts events to a webhook.
#ifndef CLI_SEND_COMMAND_H_
#define CLI_SEND_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

// Reads one CloudEvent in the JSON format a line, posts them to a URL, and prints for each
// "PLACE: ok" or "PLACE: error: WHY".
Command SendCommand();

}  // namespace eventbus::cli

#endif  // CLI_SEND_COMMAND_H_
