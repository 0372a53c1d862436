#include "eventbus/testing/call_script.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "eventbus/internal/mutex.h"
#include "eventbus/testing/unshared_status.h"

namespace eventbus::testing {

void CallScript::FailNth(std::size_t nth, const absl::Status& status) {
  internal::MutexLock lock(mutex_);
  endings_.insert_or_assign(nth, Unshared(status));
}

void CallScript::ThrowNth(std::size_t nth, std::string_view message) {
  internal::MutexLock lock(mutex_);
  endings_.insert_or_assign(nth, Throw{std::string(message)});
}

absl::Status CallScript::Play(std::size_t nth) {
  Ending ending = absl::OkStatus();
  {
    internal::MutexLock lock(mutex_);
    auto scripted = endings_.extract(nth);
    if (!scripted.empty()) ending = std::move(scripted.mapped());
  }
  if (const Throw* thrown = std::get_if<Throw>(&ending)) throw std::runtime_error(thrown->message);
  return std::get<absl::Status>(std::move(ending));
}

}  // namespace eventbus::testing
