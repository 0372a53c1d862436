#include "examples/repo_watch/sink_report.h"

#include <exception>
#include <utility>

#include "cloudevents/internal/abseil_strings.h"
#include "nlohmann/json.hpp"

namespace repo_watch {

std::string EncodeSinkReport(const SinkReport& report) {
  nlohmann::json confirmed = nlohmann::json::object();
  for (const auto& [path, keys] : report.confirmed) {
    nlohmann::json& list = confirmed[path] = nlohmann::json::array();
    for (const cloudevents::EventKey& key : keys) {
      list.push_back({{"source", key.source}, {"id", key.id}});
    }
  }
  return nlohmann::json{{"confirmed", std::move(confirmed)},
                        {"refused", report.refused},
                        {"malformed", report.malformed}}
      .dump();
}

absl::StatusOr<SinkReport> DecodeSinkReport(std::string_view json) {
  // nlohmann tells of a missing member by an exception only.
  try {
    const nlohmann::json parsed = nlohmann::json::parse(json);
    SinkReport report;
    for (const auto& [path, keys] : parsed.at("confirmed").items()) {
      for (const nlohmann::json& key : keys) {
        report.confirmed[path].push_back(
            {.source = key.at("source").get<std::string>(), .id = key.at("id").get<std::string>()});
      }
    }
    parsed.at("refused").get_to(report.refused);
    parsed.at("malformed").get_to(report.malformed);
    return report;
  } catch (const std::exception& error) {
    return cloudevents::internal::InvalidArgument("the sink's report: ", error.what());
  }
}

}  // namespace repo_watch
