// The first thing that every decoder checks of its input.
#ifndef CLOUDEVENTS_INTERNAL_INPUT_SIZE_H_
#define CLOUDEVENTS_INTERNAL_INPUT_SIZE_H_

#include <string_view>

#include "absl/status/status.h"
#include "cloudevents/decode_options.h"
#include "cloudevents/internal/abseil_strings.h"

namespace cloudevents::internal {

// InvalidArgument if the input is larger than max_bytes.
inline absl::Status CheckInputSize(std::string_view bytes, const DecodeLimits& limits) {
  if (bytes.size() <= limits.max_bytes) return absl::OkStatus();
  return InvalidArgument("the input has ", bytes.size(), " bytes, more than max_bytes (",
                         limits.max_bytes, ")");
}

}  // namespace cloudevents::internal

#endif  // CLOUDEVENTS_INTERNAL_INPUT_SIZE_H_
