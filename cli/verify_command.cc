#include "cli/verify_command.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/event_line.h"
#include "cli/input_lines.h"
#include "cli/key_file.h"
#include "cli/streams.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/extensions/verifiability.h"
#include "cloudevents/internal/abseil_strings.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;

constexpr Flag kFlags[] = {
    {.name = "key",
     .value = "FILE",
     .summary = "a public key that is trusted, in PEM form (needed, repeatable)",
     .repeatable = true},
    {.name = "threshold",
     .value = "N",
     .summary = "how many different keys must have signed an event (default 1)"},
    kMaxLineBytesFlag,
};

// The trusted keys, and where they come from.
struct TrustedKeys {
  std::vector<std::string_view> files;
  std::vector<std::unique_ptr<cloudevents::Verifier>> keys;
  std::vector<const cloudevents::Verifier*> verifiers;  // the same
};

absl::StatusOr<TrustedKeys> ReadKeys(const Arguments& arguments) {
  TrustedKeys trusted{.files = arguments.values("key")};
  if (trusted.files.empty()) return InvalidArgument("--key is needed");
  for (const std::string_view file : trusted.files) {
    absl::StatusOr<std::unique_ptr<cloudevents::Verifier>> key = ReadVerifier(file);
    if (!key.ok()) return key.status();
    trusted.verifiers.push_back(key->get());
    trusted.keys.push_back(*std::move(key));
  }
  return trusted;
}

std::int64_t DifferentKeys(const TrustedKeys& trusted) {
  std::set<std::string_view> fingerprints;
  for (const cloudevents::Verifier* key : trusted.verifiers)
    fingerprints.insert(key->fingerprint());
  return static_cast<std::int64_t>(fingerprints.size());
}

// The files of the keys that signed the line's event.
absl::StatusOr<std::string> VerifyLine(InputLine line, const TrustedKeys& trusted,
                                       const cloudevents::VerifyOptions& options) {
  const absl::StatusOr<cloudevents::Event> event = DecodeLine(std::move(line));
  if (!event.ok()) return event.status();
  const absl::StatusOr<cloudevents::VerifiedEvent> verified =
      cloudevents::VerifyEvent(*event, trusted.verifiers, options);
  if (!verified.ok()) return verified.status();
  std::string files;
  for (const std::size_t i : verified->signed_by) {
    files += Cat(files.empty() ? "" : ", ", trusted.files[i]);
  }
  return files;
}

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  const absl::StatusOr<TrustedKeys> trusted = ReadKeys(arguments);
  if (!trusted.ok()) return trusted.status();
  const absl::StatusOr<std::int64_t> threshold =
      arguments.Integer("threshold", 1, 1, DifferentKeys(*trusted));
  if (!threshold.ok()) return threshold.status();
  const cloudevents::VerifyOptions options{.threshold = static_cast<std::size_t>(*threshold)};
  bool all_verified = true;
  const absl::StatusOr<ExitCode> read =
      ForEachLine(arguments, arguments.operands(), streams, [&](InputLine line) {
        const std::string place = OneLine(line.place);
        const absl::StatusOr<std::string> files = VerifyLine(std::move(line), *trusted, options);
        if (files.ok()) {
          return streams.out->Write(Cat(place, ": ok, signed by ", OneLine(*files), "\n"));
        }
        all_verified = false;
        return streams.out->Write(Cat(place, ": error: ", OneLine(Message(files.status())), "\n"));
      });
  return read.ok() && !all_verified ? ExitCode::kFailure : read;
}

}  // namespace

Command VerifyCommand() {
  return {
      .name = "verify",
      .summary = "check the signatures of CloudEvents, one a line",
      .operands = "--key=FILE [--key=FILE...] [FILE...]",
      .description =
          "Reads CloudEvents in the JSON format, one a line, from the files or standard input, "
          "and\n"
          "prints one line for each: \"ok\" and the files of the trusted keys that signed it, or\n"
          "\"error\" and why: it is not signed, not by one of these keys, or no longer what was\n"
          "signed. Extension attributes that the signature leaves out are not looked at. Goes on\n"
          "after an error and then exits with 1.\n",
      .example =
          R"(  $ openssl pkey -in private.pem -pubout -out public.pem
  $ eventbus verify --key public.pem signed.ndjson
  signed.ndjson:1: ok, signed by public.pem
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
