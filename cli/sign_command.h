// `eventbus sign`: signs events.
#ifndef CLI_SIGN_COMMAND_H_
#define CLI_SIGN_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

// Reads one CloudEvent in the JSON format a line, and prints each with its signature, in the
// attribute `dssematerial` (cloudevents/extensions/verifiability.h).
Command SignCommand();

}  // namespace eventbus::cli

#endif  // CLI_SIGN_COMMAND_H_
