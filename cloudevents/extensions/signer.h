// Who signs and who checks signatures, as ports: keys in memory (signing_key.h) stand behind them,
// and so may a key management service.
//
//   class RemoteSigner final : public cloudevents::Signer { ... };
#ifndef CLOUDEVENTS_EXTENSIONS_SIGNER_H_
#define CLOUDEVENTS_EXTENSIONS_SIGNER_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace cloudevents {

// A private key, or what can use one. Implementations are thread-safe.
class Signer {
 public:
  virtual ~Signer() = default;

  // The name of the key, which goes out with each signature. Empty: none does.
  virtual std::string_view key_id() const = 0;

  // The signature of `message`, as bytes. Any error ends what was to be signed.
  virtual absl::StatusOr<std::string> Sign(std::string_view message) const = 0;
};

// A public key that is trusted. Implementations are thread-safe.
class Verifier {
 public:
  virtual ~Verifier() = default;

  // Which signatures are tried with this key: those that go by this name, and those without a name.
  // Empty: all. A name is a hint that anybody can write; it never makes a signature good.
  virtual std::string_view key_id() const = 0;

  // The same for two verifiers where the key is the same, and only there. It keeps one key from
  // counting twice.
  virtual std::string_view fingerprint() const = 0;

  // OK, or PermissionDenied: `signature` is not what this key's owner made of `message`. Any other
  // code says that it could not be found out.
  virtual absl::Status Verify(std::string_view message, std::string_view signature) const = 0;
};

}  // namespace cloudevents

#endif  // CLOUDEVENTS_EXTENSIONS_SIGNER_H_
