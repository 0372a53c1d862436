// Keys for tests. None is secret: those of Ed25519 are RFC 8032's (section 7.1, TEST 1 and TEST 2),
// the one on P-256 is that of DSSE's and the verifiability extension's test vectors.
#ifndef TESTS_CLOUDEVENTS_EXTENSIONS_TEST_KEYS_H_
#define TESTS_CLOUDEVENTS_EXTENSIONS_TEST_KEYS_H_

#include <string_view>

namespace cloudevents {

struct TestKey {
  std::string_view private_pem;
  std::string_view public_pem;
};

inline constexpr TestKey kAlice = {.private_pem = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
)",
                                   .public_pem = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----
)"};

inline constexpr TestKey kBob = {.private_pem = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7
-----END PRIVATE KEY-----
)",
                                 .public_pem = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=
-----END PUBLIC KEY-----
)"};

inline constexpr TestKey kP256 = {.private_pem = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1z7EN/1jRuNhnF6/
3/8PaRaASVWtMqyaxJKw7eH2/7ehRANCAARnzTkPd6o1nLCMIjX2UicEk6ntgysK
vMAfcJVMA5DSOAx4K9VOJpElpE9EM6/xQyzpThK8pzqmesgM6hJgjd90
-----END PRIVATE KEY-----
)",
                                  .public_pem = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr
CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==
-----END PUBLIC KEY-----
)"};

// The same key as OpenSSL's older commands write it.
inline constexpr std::string_view kP256Sec1 = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEINc+xDf9Y0bjYZxev9//D2kWgElVrTKsmsSSsO3h9v+3oAoGCCqGSM49
AwEHoUQDQgAEZ805D3eqNZywjCI19lInBJOp7YMrCrzAH3CVTAOQ0jgMeCvVTiaR
JaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==
-----END EC PRIVATE KEY-----
)";

// Keys that are refused.
inline constexpr std::string_view kEncrypted = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiz6AfRXqAE0QICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEI+qB5LMFgS5MgR/wGnmgfkEQPn/
c0g+JwlwJpMrfgqhA8hWthvA4sUAkn1SP9ezAkVLs8iGnpl+nxG10Zebp8BWweHn
oFP2jS2Ks2hJX7VNdag=
-----END ENCRYPTED PRIVATE KEY-----
)";
inline constexpr std::string_view kX25519 = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
)";
inline constexpr std::string_view kP384Public = R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEU59FcvkMmyblKauRtMh9PKCvcZAA8QEW
GlxvRqUicrNYRDLE3/d3bRqwHWNMm0Nru4KXw+w+wqUU88J173BpQuzUwMgB63Xl
uMaZN0WzqfATi3FOHRosfUotl+JXAtsn
-----END PUBLIC KEY-----
)";

}  // namespace cloudevents

#endif  // TESTS_CLOUDEVENTS_EXTENSIONS_TEST_KEYS_H_
