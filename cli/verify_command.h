// `eventbus verify`: checks the signatures of events.
#ifndef CLI_VERIFY_COMMAND_H_
#define CLI_VERIFY_COMMAND_H_

#include "cli/command.h"

namespace eventbus::cli {

// Reads one CloudEvent in the JSON format a line, and prints for each "PLACE: ok, signed by KEY" or
// "PLACE: error: WHY". KEY is the file of the trusted key; the name that the signature itself gives
// is not proved by it.
Command VerifyCommand();

}  // namespace eventbus::cli

#endif  // CLI_VERIFY_COMMAND_H_
