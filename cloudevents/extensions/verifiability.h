// Verifiable CloudEvents: events that carry a signature of themselves, in the extension attribute
// `dssematerial`, which any format and any binding takes along.
//
//   absl::StatusOr<cloudevents::Event> signed_event =
//       cloudevents::SignEvent(event, {signer.get()});
//   ...
//   absl::StatusOr<cloudevents::VerifiedEvent> verified =
//       cloudevents::VerifyEvent(received, {verifier.get()});
//   Handle(verified->event);
//
// CloudEvents extension "Verifiable CloudEvents with DSSE" (a working draft, payload type v0.1):
// cloudevents/extensions/verifiability.md in cloudevents/spec, in the version whose verification
// material is a JSON object with `core`, `ext` and `signedextattrs`. Material of earlier drafts (32
// bare bytes) is refused.
//
// What is signed: the core attributes in canonical string form, the bytes of the data, and the
// extension attributes that the signer chose. What the draft leaves open:
//
//  - `time`, and Timestamps among the extensions, are signed as the instant, to the second, so
//    another offset or fraction of a second goes unnoticed.
//  - Data is signed byte for byte. Who reformats JSON data on the way breaks the signature.
//  - Of the data only the bytes are signed, and absent data as empty. Where datacontenttype is
//    unset, others can turn bytes into JSON or text, and the other way round: set it before
//    signing.
//  - An attribute that is absent and one that is the empty string are signed alike. An Event's core
//    attributes are never empty; its extensions may be.
//  - Whoever is on the way can take the signature off. What has to be signed is for the consumer to
//    know: NotFound from VerifyEvent is a failure where it does.
//  - A signed event may be sent twice. Deduplicate by Event::key().
#ifndef CLOUDEVENTS_EXTENSIONS_VERIFIABILITY_H_
#define CLOUDEVENTS_EXTENSIONS_VERIFIABILITY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cloudevents/event.h"
#include "cloudevents/extensions/dsse.h"
#include "cloudevents/extensions/signer.h"

namespace cloudevents {

// The extension attribute that holds the DSSE envelope: a Binary.
inline constexpr std::string_view kDsseMaterial = "dssematerial";

inline constexpr std::string_view kVerifiabilityPayloadType =
    "https://cloudevents.io/verifiability/dsse/v0.1";

struct SignOptions {
  // The extension attributes to sign, by name. nullopt: all that the event has. A name that the
  // event does not have is signed as absent.
  std::optional<std::vector<std::string>> extensions;

  // Extension attributes that are Timestamps by their definition, such as "expirytime". Formats and
  // bindings without types, JSON and HTTP among them, deliver them as Strings; both sides have to
  // read them alike. A Timestamp written in UTC without a fraction reads the same in any case.
  std::vector<std::string> timestamps;
};

// The event with its signatures, one by each signer; those that it had are replaced. Where the data
// is JSON and datacontenttype is unset, the signed event says application/json, which that means
// (JSON format 1.0.2, section 3.1.2), since other formats have to say so.
//
// InvalidArgument: there is no signer, or `extensions` has a name twice, or one that is not an
// extension attribute's or is "dssematerial". Otherwise the error of the signer that failed.
absl::StatusOr<Event> SignEvent(const Event& event, absl::Span<const Signer* const> signers,
                                const SignOptions& options = {});

struct VerifyOptions {
  // How many different keys must have signed the event.
  std::size_t threshold = 1;

  // False: the extension attributes are neither checked nor handed on. For a consumer that needs
  // none, behind an intermediary that changes them.
  bool extensions = true;

  std::vector<std::string> timestamps;  // as in SignOptions

  DsseLimits limits;
};

// What is proved of an event that came in.
struct VerifiedEvent {
  // The core attributes, the data, and exactly the extension attributes that were signed; without
  // `dssematerial`. To hand on the signature too, hand on the event that came in.
  Event event;

  std::vector<std::size_t>
      signed_by;  // whose signatures are good, as ascending indices of verifiers
};

// The verified part of an event that was signed with at least one of the trusted keys (or as many
// as the options say).
//
// NotFound: the event carries no signature. InvalidArgument: what it carries is malformed, or
// `threshold` cannot be met by so many keys. PermissionDenied: it was not signed by trusted keys,
// or it is not the event that they signed. Unimplemented: signed, but by rules of another version.
// Where a verifier could not find out and it was needed, its error.
absl::StatusOr<VerifiedEvent> VerifyEvent(const Event& event,
                                          absl::Span<const Verifier* const> verifiers,
                                          const VerifyOptions& options = {});

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_VERIFIABILITY_H_
