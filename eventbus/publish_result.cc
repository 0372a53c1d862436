#include "eventbus/publish_result.h"

#include <utility>

namespace eventbus {

void PublishResult::AddFailure(HandlerFailure failure) {
  if (!failures_) failures_.reset(new std::vector<HandlerFailure>);
  failures_->push_back(std::move(failure));
}

void PublishResult::Free::operator()(std::vector<HandlerFailure>* failures) const {
  delete failures;
}

}  // namespace eventbus
