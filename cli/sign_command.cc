#include "cli/sign_command.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "cloudevents/internal/quoted.h"
#include "cloudevents/internal/utf8.h"

namespace eventbus::cli {
namespace {

using ::cloudevents::internal::Annotate;
using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::Message;

constexpr Flag kFlags[] = {
    {.name = "key", .value = "FILE", .summary = "the private key, in PEM form (needed)"},
    {.name = "key-id",
     .value = "ID",
     .summary = "the key's name in the signatures (default: its fingerprint)"},
    kMaxLineBytesFlag,
};

absl::StatusOr<std::string> SignLine(InputLine line, const cloudevents::Signer& signer) {
  const absl::StatusOr<cloudevents::Event> event = DecodeLine(std::move(line));
  if (!event.ok()) return event.status();
  const absl::StatusOr<cloudevents::Event> signed_event = cloudevents::SignEvent(*event, {&signer});
  if (!signed_event.ok()) return signed_event.status();
  std::string json = cloudevents::EncodeJson(*signed_event);
  // With its signature it may be beyond the limits of who reads it, first of all of `verify`.
  const absl::Status readable =
      DecodeLine({.place = {}, .text = json, .status = absl::OkStatus()}).status();
  if (!readable.ok()) return Annotate("with its signature it cannot be read", readable);
  return json;
}

absl::StatusOr<ExitCode> Run(const Arguments& arguments, const Streams& streams) {
  const std::optional<std::string_view> key = arguments.value("key");
  if (!key.has_value()) return InvalidArgument("--key is needed");
  const std::string_view key_id = arguments.value("key-id").value_or("");
  if (!cloudevents::internal::IsUtf8(key_id)) {
    return InvalidArgument("--key-id: ", cloudevents::internal::Quoted(key_id), " is not UTF-8");
  }
  const absl::StatusOr<std::unique_ptr<cloudevents::Signer>> signer = ReadSigner(*key, key_id);
  if (!signer.ok()) return signer.status();
  bool all_signed = true;
  const absl::StatusOr<ExitCode> read =
      ForEachLine(arguments, arguments.operands(), streams, [&](InputLine line) {
        const std::string place = OneLine(line.place);
        const absl::StatusOr<std::string> event = SignLine(std::move(line), **signer);
        if (event.ok()) return streams.out->Write(Cat(*event, "\n"));
        all_signed = false;
        const absl::Status flushed = streams.out->Flush();  // what came before it
        streams.err->Write(Cat(place, ": error: ", OneLine(Message(event.status())), "\n"))
            .IgnoreError();
        return flushed;
      });
  return read.ok() && !all_signed ? ExitCode::kFailure : read;
}

}  // namespace

Command SignCommand() {
  return {
      .name = "sign",
      .summary = "sign CloudEvents, one a line",
      .operands = "--key=FILE [FILE...]",
      .description =
          "Reads CloudEvents in the JSON format, one a line, from the files or standard input, "
          "and\n"
          "prints each with a signature of its attributes and data (the CloudEvents extension\n"
          "\"Verifiable CloudEvents with DSSE\", attribute dssematerial), in place of those that "
          "it\n"
          "had. Keys are Ed25519 or EC on P-256. Bad lines are told on standard error; goes on "
          "after\n"
          "one and then exits with 1.\n",
      .example =
          R"(  $ openssl genpkey -algorithm ed25519 -out private.pem
  $ eventbus sign --key private.pem --key-id orders-2026 orders.ndjson > signed.ndjson
)",
      .flags = kFlags,
      .run = Run,
  };
}

}  // namespace eventbus::cli
