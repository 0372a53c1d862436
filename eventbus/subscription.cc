#include "eventbus/subscription.h"

#include <utility>

#include "eventbus/internal/core.h"
#include "eventbus/internal/entry.h"

namespace eventbus {

Subscription::Subscription(std::shared_ptr<internal::Core> core,
                           std::shared_ptr<internal::Entry> entry)
    : core_(std::move(core)), entry_(std::move(entry)) {}

Subscription::Subscription(Subscription&& other) noexcept = default;

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    Unsubscribe();
    core_ = std::move(other.core_);
    entry_ = std::move(other.entry_);
  }
  return *this;
}

Subscription::~Subscription() { Unsubscribe(); }

void Subscription::Unsubscribe() {
  if (core_ != nullptr) core_->Unlink(entry_);
}

void Subscription::Release(absl::AnyInvocable<void() &&> on_quiescent) {
  if (core_ != nullptr) core_->UnlinkLater(entry_, std::move(on_quiescent));
}

std::string_view Subscription::name() const {
  return entry_ != nullptr ? std::string_view(entry_->name) : std::string_view();
}

}  // namespace eventbus
