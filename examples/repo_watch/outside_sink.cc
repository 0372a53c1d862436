#include "examples/repo_watch/outside_sink.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "adapters/http/handler.h"
#include "adapters/http/server.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/event.h"
#include "eventbus/internal/mutex.h"
#include "examples/repo_watch/sink_report.h"

namespace repo_watch {
namespace {

using eventbus::internal::Mutex;
using eventbus::internal::MutexLock;

// Requests under way when the input ends get this long.
constexpr std::chrono::seconds kGrace(5);

class Receiver {
 public:
  explicit Receiver(OutsideSinkOptions options) : options_(options) {}

  // The status to answer with.
  int Receive(adapters::HttpServerRequest request) {
    const std::string path = std::move(request.target);
    absl::StatusOr<std::vector<cloudevents::Event>> events = cloudevents::DecodeHttp(
        {.headers = std::move(request.headers), .body = std::move(request.body)});
    MutexLock lock(mutex_);
    if (!events.ok()) {
      ++report_.malformed;
      return 400;
    }
    if (options_.refuse_every != 0 && ++requests_ % options_.refuse_every == 0) {
      ++report_.refused;
      return 422;
    }
    for (const cloudevents::Event& event : *events) {
      report_.confirmed[path].push_back(event.key());
    }
    return 204;
  }

  SinkReport Report() const {
    MutexLock lock(mutex_);
    return report_;
  }

 private:
  const OutsideSinkOptions options_;
  mutable Mutex mutex_;
  std::size_t requests_ ABSL_GUARDED_BY(mutex_) = 0;
  SinkReport report_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::Status RunOutsideSink(OutsideSinkOptions options, std::istream& in, std::ostream& out) {
  Receiver receiver(options);
  absl::StatusOr<std::unique_ptr<adapters::HttpServer>> server = adapters::HttpServer::Start(
      {}, [&receiver](adapters::HttpServerRequest request, adapters::HttpResponder responder) {
        responder.Respond({.status = receiver.Receive(std::move(request))});
      });
  if (!server.ok()) return server.status();
  out << "port " << (*server)->port() << "\n" << std::flush;

  std::string ignored;
  while (std::getline(in, ignored)) {
  }
  // Connections that are cut off here had no answer: their events are nobody's yet.
  static_cast<void>((*server)->Stop(kGrace));
  out << EncodeSinkReport(receiver.Report()) << "\n" << std::flush;
  return absl::OkStatus();
}

}  // namespace repo_watch
