// Strings as JSON writes them, for messages.
#ifndef EVENTBUS_RULES_JSON_QUOTE_H_
#define EVENTBUS_RULES_JSON_QUOTE_H_

#include <string>
#include <string_view>

namespace eventbus::rules {

// `text` in quotes, with quotes, backslashes and control characters escaped.
std::string QuoteJson(std::string_view text);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_JSON_QUOTE_H_
