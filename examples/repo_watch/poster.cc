#include "examples/repo_watch/poster.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "cloudevents/bindings/http_binding.h"
#include "cloudevents/bindings/http_message.h"
#include "cloudevents/formats/json_format.h"
#include "cloudevents/internal/abseil_strings.h"
#include "eventbus/internal/mutex.h"
#include "nlohmann/json.hpp"

namespace repo_watch {
namespace {

using cloudevents::internal::Cat;
using cloudevents::internal::ToAbsl;
using eventbus::internal::CondVar;
using eventbus::internal::Mutex;
using eventbus::internal::MutexLock;

using Answer = absl::StatusOr<adapters::HttpResponse>;

// A line on its way.
struct Job {
  std::size_t number = 0;
  std::optional<cloudevents::EventKey> key;  // none if the line is no event
  adapters::HttpRequest request;             // the same for each attempt
  int attempts = 0;
  absl::Duration not_before = absl::ZeroDuration();  // by the monotonic clock
};

// What the answer says to people: the problem's detail (RFC 9457) or the body as it is.
std::string ReasonOf(const adapters::HttpResponse& response) {
  const nlohmann::json problem = nlohmann::json::parse(response.body, nullptr, false);
  std::string text = response.body;
  if (problem.is_object()) {
    const auto detail = problem.find("detail");
    if (detail != problem.end() && detail->is_string()) text = detail->get<std::string>();
  }
  return Cat(response.status, " ", text);
}

absl::Duration DelayOf(const Answer& answer, absl::Duration otherwise) {
  if (!answer.ok()) return otherwise;
  for (const cloudevents::HttpHeader& header : answer->headers) {
    int seconds = 0;
    if (absl::EqualsIgnoreCase(header.name, "Retry-After") &&
        absl::SimpleAtoi(header.value, &seconds)) {
      return absl::Seconds(seconds);
    }
  }
  return otherwise;
}

class Posting {
 public:
  Posting(std::istream& lines, const PostOptions& options, adapters::HttpSender* sender,
          const eventbus::Clock* clock)
      : lines_(lines), options_(options), sender_(sender), clock_(clock) {}

  PostReport Run() {
    while (true) {
      std::optional<Job> job = TakeJob();
      if (!job.has_value()) break;
      adapters::HttpRequest request = job->request;
      sender_->Send(std::move(request), [this, job = *std::move(job)](Answer answer) mutable {
        End(std::move(job), answer);
      });
    }
    MutexLock lock(mutex_);
    return std::move(report_);
  }

 private:
  // The next job, as soon as there is one and a connection for it; nullopt when all have ended.
  std::optional<Job> TakeJob() {
    MutexLock lock(mutex_);
    while (true) {
      if (in_flight_ < options_.connections) {
        if (std::optional<Job> job = NextJob(); job.has_value()) {
          ++in_flight_;
          return job;
        }
        if (in_flight_ == 0 && again_.empty()) return std::nullopt;
      }
      if (again_.empty()) {
        changed_.Wait(mutex_);
      } else {
        // At least a moment: with all connections busy, the time may be over already.
        const absl::Duration left = again_.front().not_before - clock_->Monotonic();
        changed_.WaitFor(mutex_, absl::ToChronoNanoseconds(std::max(left, absl::Milliseconds(1))));
      }
    }
  }

  // A job whose time to be posted again has come, or else the next line's.
  std::optional<Job> NextJob() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!again_.empty() && again_.front().not_before <= clock_->Monotonic()) {
      Job job = std::move(again_.front());
      again_.pop_front();
      ++report_.retries;
      return job;
    }
    std::string line;
    while (std::getline(lines_, line)) {
      ++line_number_;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      ++report_.lines;
      return MakeJob(std::move(line));
    }
    return std::nullopt;
  }

  Job MakeJob(std::string line) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Job job{.number = line_number_, .request = {.url = options_.url}};
    cloudevents::HttpMessage message;
    const absl::StatusOr<cloudevents::Event> event = cloudevents::DecodeJson(line);
    if (event.ok()) job.key = event->key();
    // A webhook's request has a body and a Content-Type; binary mode gives it none without data.
    if (event.ok() && line_number_ % 2 == 0 && event->datacontenttype().has_value() &&
        !event->data().empty()) {
      message = cloudevents::EncodeHttp(*event, cloudevents::ContentMode::kBinary);
      ++report_.binary;
    } else {
      message.headers = {{"Content-Type", "application/cloudevents+json"}};
      message.body = std::move(line);
    }
    job.request.headers = std::move(message.headers);
    job.request.body = std::make_shared<const std::string>(std::move(message.body));
    return job;
  }

  // Called on the sender's thread.
  void End(Job job, const Answer& answer) {
    MutexLock lock(mutex_);
    --in_flight_;
    const bool come_again = !answer.ok() || answer->status == 429 || answer->status == 503;
    if (come_again && ++job.attempts < options_.max_attempts) {
      job.not_before = clock_->Monotonic() + DelayOf(answer, options_.retry_delay);
      again_.push_back(std::move(job));
    } else if (!answer.ok()) {
      report_.given_up.push_back({job.number, answer.status().ToString()});
    } else if (answer->status / 100 == 2 && job.key.has_value()) {
      report_.accepted.push_back(*std::move(job.key));
    } else if (answer->status / 100 == 4 && answer->status != 429) {
      report_.rejected.push_back({job.number, ReasonOf(*answer)});
    } else {
      report_.given_up.push_back({job.number, ReasonOf(*answer)});
    }
    // Under the lock: when it is let go, Run may return and take this object with it.
    changed_.NotifyAll();
  }

  std::istream& lines_;
  const PostOptions& options_;
  adapters::HttpSender* const sender_;
  const eventbus::Clock* const clock_;
  Mutex mutex_;
  CondVar changed_;
  std::size_t line_number_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Job> again_ ABSL_GUARDED_BY(mutex_);  // to be posted again
  PostReport report_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

PostReport PostEvents(std::istream& lines, const PostOptions& options, adapters::HttpSender* sender,
                      const eventbus::Clock* clock) {
  return Posting(lines, options, sender, clock).Run();
}

}  // namespace repo_watch
