// UTF-8, written one character at a time.
#ifndef EVENTBUS_RULES_APPEND_UTF8_H_
#define EVENTBUS_RULES_APPEND_UTF8_H_

#include <string>

namespace eventbus::rules {

// Appends the UTF-8 form of a Unicode code point; of a surrogate, which has none, the three bytes
// that it would have.
void AppendUtf8(char32_t value, std::string& out);

}  // namespace eventbus::rules

#endif  // EVENTBUS_RULES_APPEND_UTF8_H_
