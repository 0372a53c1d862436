#include "cloudevents/extensions/signing_key.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "cloudevents/extensions/internal/openssl_errors.h"
#include "cloudevents/extensions/internal/sha256.h"
#include "cloudevents/extensions/signer.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents {
namespace {

using internal::Cat;
using internal::InvalidArgument;
using internal::OpenSslErrors;

constexpr int kScalarBytes = 32;  // of r and of s, on P-256

template <auto free>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    free(object);
  }
};

using Bio = std::unique_ptr<BIO, FreeWith<&BIO_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<&BN_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<&EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, FreeWith<&ECDSA_SIG_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<&EVP_PKEY_free>>;
using Bytes = std::vector<unsigned char>;

// OpenSSL's one-shot calls take unsigned characters.
Bytes ToBytes(std::string_view text) { return Bytes(text.begin(), text.end()); }

// Never asks a terminal, as OpenSSL's own callback would.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*context*/) { return -1; }

enum class Algorithm { kEd25519, kEcdsaP256 };

struct LoadedKey {
  Key key;
  Algorithm algorithm;
  std::string fingerprint;
};

absl::StatusOr<Algorithm> AlgorithmOf(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return Algorithm::kEd25519;
  if (EVP_PKEY_is_a(key, "EC") != 1) {
    const char* type = EVP_PKEY_get0_type_name(key);
    return InvalidArgument("the key is of the type ", type == nullptr ? "unknown" : type,
                           ", and must be Ed25519 or EC on P-256");
  }
  std::array<char, 64> curve;
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, curve.data(), curve.size(), &length) != 1) {
    return InvalidArgument("the EC key names no curve, and must be on P-256");
  }
  const std::string_view name(curve.data(), length);
  if (name != "prime256v1") {
    return InvalidArgument("the EC key is on the curve ", name, ", and must be on P-256");
  }
  return Algorithm::kEcdsaP256;
}

absl::StatusOr<std::string> FingerprintOf(const EVP_PKEY* key) {
  const OpenSslErrors errors;
  const int length = i2d_PUBKEY(key, nullptr);
  if (length <= 0) return errors.Status(absl::StatusCode::kInternal, "the key cannot be encoded");
  Bytes der(static_cast<std::size_t>(length));
  unsigned char* end = der.data();
  if (i2d_PUBKEY(key, &end) != length) {
    return errors.Status(absl::StatusCode::kInternal, "the key cannot be encoded");
  }
  const absl::StatusOr<std::string> digest = internal::Sha256(std::string(der.begin(), der.end()));
  if (!digest.ok()) return digest.status();
  return absl::BytesToHexString(internal::ToAbsl(*digest));
}

// `read` is PEM_read_bio_PrivateKey or PEM_read_bio_PUBKEY.
template <typename Read>
absl::StatusOr<LoadedKey> LoadKey(std::string_view pem, std::string_view kind, Read read) {
  if (pem.size() > kMaxPemBytes) {
    return InvalidArgument("the key's text is longer than ", kMaxPemBytes, " bytes");
  }
  const OpenSslErrors errors;
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (bio == nullptr) return errors.Status(absl::StatusCode::kInternal, "no memory for a key");
  Key key(read(bio.get(), nullptr, &NoPassphrase, nullptr));
  if (key == nullptr) {
    const std::string_view encrypted =
        pem.find("ENCRYPTED") == std::string_view::npos ? "" : " that is not encrypted";
    return errors.Status(absl::StatusCode::kInvalidArgument,
                         Cat("the text has no ", kind, " key in PEM form", encrypted));
  }
  const absl::StatusOr<Algorithm> algorithm = AlgorithmOf(key.get());
  if (!algorithm.ok()) return algorithm.status();
  absl::StatusOr<std::string> fingerprint = FingerprintOf(key.get());
  if (!fingerprint.ok()) return fingerprint.status();
  return LoadedKey{std::move(key), *algorithm, *std::move(fingerprint)};
}

// The algorithm's own signature: 64 bytes for Ed25519, ASN.1 for ECDSA. Ed25519 takes no `digest`.
absl::StatusOr<Bytes> SignWith(EVP_PKEY* key, const EVP_MD* digest, std::string_view message) {
  const OpenSslErrors errors;
  const DigestContext context(EVP_MD_CTX_new());
  const Bytes bytes = ToBytes(message);
  std::size_t length = 0;
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &length, bytes.data(), bytes.size()) != 1) {
    return errors.Status(absl::StatusCode::kInternal, "the key cannot sign");
  }
  Bytes signature(length);
  if (EVP_DigestSign(context.get(), signature.data(), &length, bytes.data(), bytes.size()) != 1) {
    return errors.Status(absl::StatusCode::kInternal, "the key cannot sign");
  }
  signature.resize(length);
  return signature;
}

absl::Status VerifyWith(EVP_PKEY* key, const EVP_MD* digest, std::string_view message,
                        const Bytes& signature) {
  const OpenSslErrors errors;
  const DigestContext context(EVP_MD_CTX_new());
  if (context == nullptr ||
      EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) != 1) {
    return errors.Status(absl::StatusCode::kInternal, "the key cannot verify");
  }
  const Bytes bytes = ToBytes(message);
  if (EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes.data(),
                       bytes.size()) != 1) {
    return absl::PermissionDeniedError("the signature is not one of this key for this message");
  }
  return absl::OkStatus();
}

// An ECDSA signature's ASN.1 as r and s.
absl::StatusOr<std::string> ToRaw(const Bytes& der) {
  const OpenSslErrors errors;
  const unsigned char* begin = der.data();
  const EcdsaSignature signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
  std::array<unsigned char, static_cast<std::size_t>(2 * kScalarBytes)> raw;
  if (signature == nullptr ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), kScalarBytes) != kScalarBytes ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + kScalarBytes, kScalarBytes) !=
          kScalarBytes) {
    return errors.Status(absl::StatusCode::kInternal, "the key made no ECDSA signature");
  }
  return std::string(raw.begin(), raw.end());
}

// r and s as ASN.1, which is what OpenSSL verifies.
absl::StatusOr<Bytes> ToDer(std::string_view raw) {
  if (raw.size() != static_cast<std::size_t>(2 * kScalarBytes)) {
    return absl::PermissionDeniedError(Cat("an ECDSA signature is r and s, ", 2 * kScalarBytes,
                                           " bytes, and this one has ", raw.size(),
                                           raw.starts_with('\x30') ? ", perhaps as ASN.1" : ""));
  }
  const OpenSslErrors errors;
  const Bytes bytes = ToBytes(raw);
  const EcdsaSignature signature(ECDSA_SIG_new());
  BigNumber r(BN_bin2bn(bytes.data(), kScalarBytes, nullptr));
  BigNumber s(BN_bin2bn(bytes.data() + kScalarBytes, kScalarBytes, nullptr));
  if (signature == nullptr || r == nullptr || s == nullptr ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return errors.Status(absl::StatusCode::kInternal, "no memory for a signature");
  }
  static_cast<void>(r.release());  // the signature owns them now
  static_cast<void>(s.release());
  const int length = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (length <= 0) return errors.Status(absl::StatusCode::kInternal, "no ASN.1 of a signature");
  Bytes der(static_cast<std::size_t>(length));
  unsigned char* end = der.data();
  if (i2d_ECDSA_SIG(signature.get(), &end) != length) {
    return errors.Status(absl::StatusCode::kInternal, "no ASN.1 of a signature");
  }
  return der;
}

class Ed25519Signer final : public Signer {
 public:
  Ed25519Signer(Key key, std::string key_id) : key_(std::move(key)), key_id_(std::move(key_id)) {}

  std::string_view key_id() const override { return key_id_; }

  absl::StatusOr<std::string> Sign(std::string_view message) const override {
    const absl::StatusOr<Bytes> signature = SignWith(key_.get(), /*digest=*/nullptr, message);
    if (!signature.ok()) return signature.status();
    return std::string(signature->begin(), signature->end());
  }

 private:
  Key key_;
  std::string key_id_;
};

class EcdsaP256Signer final : public Signer {
 public:
  EcdsaP256Signer(Key key, std::string key_id) : key_(std::move(key)), key_id_(std::move(key_id)) {}

  std::string_view key_id() const override { return key_id_; }

  absl::StatusOr<std::string> Sign(std::string_view message) const override {
    const absl::StatusOr<Bytes> der = SignWith(key_.get(), EVP_sha256(), message);
    if (!der.ok()) return der.status();
    return ToRaw(*der);
  }

 private:
  Key key_;
  std::string key_id_;
};

class Ed25519Verifier final : public Verifier {
 public:
  Ed25519Verifier(LoadedKey key, std::string_view key_id) : key_(std::move(key)), key_id_(key_id) {}

  std::string_view key_id() const override { return key_id_; }
  std::string_view fingerprint() const override { return key_.fingerprint; }

  absl::Status Verify(std::string_view message, std::string_view signature) const override {
    return VerifyWith(key_.key.get(), /*digest=*/nullptr, message, ToBytes(signature));
  }

 private:
  LoadedKey key_;
  std::string key_id_;
};

class EcdsaP256Verifier final : public Verifier {
 public:
  EcdsaP256Verifier(LoadedKey key, std::string_view key_id)
      : key_(std::move(key)), key_id_(key_id) {}

  std::string_view key_id() const override { return key_id_; }
  std::string_view fingerprint() const override { return key_.fingerprint; }

  absl::Status Verify(std::string_view message, std::string_view signature) const override {
    const absl::StatusOr<Bytes> der = ToDer(signature);
    if (!der.ok()) return der.status();
    return VerifyWith(key_.key.get(), EVP_sha256(), message, *der);
  }

 private:
  LoadedKey key_;
  std::string key_id_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Signer>> SignerFromPem(std::string_view pem,
                                                      std::string_view key_id) {
  absl::StatusOr<LoadedKey> loaded = LoadKey(pem, "private", &PEM_read_bio_PrivateKey);
  if (!loaded.ok()) return loaded.status();
  std::string name(key_id.empty() ? std::string_view(loaded->fingerprint) : key_id);
  if (loaded->algorithm == Algorithm::kEd25519) {
    return std::make_unique<Ed25519Signer>(std::move(loaded->key), std::move(name));
  }
  return std::make_unique<EcdsaP256Signer>(std::move(loaded->key), std::move(name));
}

absl::StatusOr<std::unique_ptr<Verifier>> VerifierFromPem(std::string_view pem,
                                                          std::string_view key_id) {
  absl::StatusOr<LoadedKey> loaded = LoadKey(pem, "public", &PEM_read_bio_PUBKEY);
  if (!loaded.ok()) return loaded.status();
  if (loaded->algorithm == Algorithm::kEd25519) {
    return std::make_unique<Ed25519Verifier>(*std::move(loaded), key_id);
  }
  return std::make_unique<EcdsaP256Verifier>(*std::move(loaded), key_id);
}

}  // namespace cloudevents
