// What an event lost or changed on its way, in words that the list of deviations uses.
#ifndef TESTS_INTEROP_DIFFERENCES_H_
#define TESTS_INTEROP_DIFFERENCES_H_

#include <functional>
#include <set>
#include <string>

#include "cloudevents/event.h"

namespace interop {

// The attributes in which `received` says something else than `sent`, and "data"; empty when the
// two are Equivalent. With `typed`, for what came through a format that carries attribute types,
// also "type of NAME" for each extension that came with another one.
std::set<std::string, std::less<>> Differences(const cloudevents::Event& sent,
                                               const cloudevents::Event& received, bool typed);

}  // namespace interop

#endif  // TESTS_INTEROP_DIFFERENCES_H_
