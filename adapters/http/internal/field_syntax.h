// What may stand in an HTTP header, so that nobody can smuggle a second header or message into one.
#ifndef ADAPTERS_HTTP_INTERNAL_FIELD_SYNTAX_H_
#define ADAPTERS_HTTP_INTERNAL_FIELD_SYNTAX_H_

#include <string_view>

namespace adapters::internal {

// A token (RFC 9110, section 5.6.2): what a method and a header's name are.
bool IsToken(std::string_view text);

// A header's value (RFC 9110, section 5.5): no control character but the tab.
bool IsFieldValue(std::string_view text);

// Compares as header names compare. `lower` is in lower case already.
bool EqualsIgnoringCase(std::string_view text, std::string_view lower);

}  // namespace adapters::internal

#endif  // ADAPTERS_HTTP_INTERNAL_FIELD_SYNTAX_H_
