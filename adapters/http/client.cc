// One thread runs libcurl's multi handle, and nothing but that thread touches libcurl once it runs.
//
//   Send --> inbox_ (mutex) --> queue_ --> Transfer (at most max_in_flight) --> multi handle
//                 \-> wake-up, only if the thread sleeps                          |
//   done <-- Transfer::Finish <-- curl_multi_info_read <-- epoll <----------------+
//
// The sockets' readiness comes from epoll by curl_multi_socket_action, so the cost of a request
// does not grow with the number of others. libcurl withdraws its interest in a connection after
// each response and declares it again with the next request; for connections that we opened (and
// whose closing we see) the withdrawal is put off until the idle socket becomes readable, which
// saves two system calls a request.
#include "adapters/http/client.h"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/http/internal/transfer.h"
#include "adapters/http/sender.h"
#include "cloudevents/internal/abseil_strings.h"

namespace adapters {
namespace {

using ::cloudevents::internal::Cat;
using ::cloudevents::internal::InvalidArgument;
using ::cloudevents::internal::ToAbsl;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Job {
  HttpRequest request;
  HttpDone done;
  Clock::time_point deadline;
};

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

// libcurl counts these, and does so thread-safely.
class CurlGlobal {
 public:
  CurlGlobal() : ok_(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {}
  ~CurlGlobal() {
    if (ok_) curl_global_cleanup();
  }
  CurlGlobal(const CurlGlobal&) = delete;
  CurlGlobal& operator=(const CurlGlobal&) = delete;
  bool ok() const { return ok_; }

 private:
  const bool ok_;
};

absl::Status Stopped() { return absl::CancelledError("HTTP client: stopped"); }

absl::Status Check(const HttpClientOptions& options) {
  if (options.connect_timeout <= milliseconds(0)) {
    return InvalidArgument("connect_timeout must be positive");
  }
  if (options.request_timeout <= milliseconds(0)) {
    return InvalidArgument("request_timeout must be positive");
  }
  if (options.max_in_flight == 0) return InvalidArgument("max_in_flight must be at least 1");
  if (!options.ca_file.empty() && !options.ca_pem.empty()) {
    return InvalidArgument("ca_file and ca_pem: give only one of them");
  }
  if (!options.ca_file.empty() && access(options.ca_file.c_str(), R_OK) != 0) {
    return InvalidArgument("ca_file: cannot read ", options.ca_file);
  }
  return absl::OkStatus();
}

// An address of the IPv6 kind stands in brackets in a URL; take it without them too.
void AddBrackets(std::vector<std::string>& hosts) {
  for (std::string& host : hosts) {
    if (host.find(':') != std::string::npos && !host.starts_with('[')) host = "[" + host + "]";
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
}

}  // namespace

class CurlHttpClient::Loop final : private internal::SocketOwner {
 public:
  explicit Loop(HttpClientOptions options)
      : options_(std::move(options)),
        epoll_(epoll_create1(EPOLL_CLOEXEC)),
        wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        multi_(global_.ok() ? curl_multi_init() : nullptr) {}

  ~Loop() override {
    Stop();
    if (multi_ != nullptr) curl_multi_cleanup(multi_);
  }

  absl::Status Start();
  void Send(HttpRequest request, HttpDone done);
  void Stop();

 private:
  struct Watch {
    bool ours = false;             // opened by Opened, so Close will be called
    std::uint32_t wanted = 0;      // by libcurl, as epoll's bits
    std::uint32_t registered = 0;  // in epoll
  };

  void Run();
  void TakeInbox();
  bool CanStart() const { return !queue_.empty() && in_flight_ < options_.max_in_flight; }
  void StartQueued();
  void StartOne(Job job);
  bool TimerDue() const { return timer_.has_value() && *timer_ <= Clock::now(); }
  int WaitMilliseconds() const;
  void Wait(int timeout_ms);
  void OnReady(int socket, std::uint32_t events);
  void CollectFinished();
  void CancelAll();
  void End(HttpDone done, absl::StatusOr<HttpResponse> result);

  void Opened(int socket) override;
  void Close(int socket) override;
  Watch& WatchOf(int socket);
  void Register(int socket, Watch& watch, std::uint32_t events);

  static int SocketCallback(CURL* easy, curl_socket_t socket, int what, void* self, void*);
  static int TimerCallback(CURLM* multi, long timeout_ms, void* self);

  const HttpClientOptions options_;
  const CurlGlobal global_;
  const FileDescriptor epoll_;
  const FileDescriptor wake_;
  CURLM* const multi_;

  // Shared with the callers of Send.
  std::mutex mutex_;
  std::vector<Job> inbox_;  // guarded by mutex_
  bool stopping_ = false;   // guarded by mutex_
  std::atomic<bool> sleeping_ = false;
  std::atomic<std::size_t> outstanding_ = 0;  // sent, not done

  // The loop thread's own.
  std::vector<Job> taken_;
  std::deque<Job> queue_;
  std::size_t in_flight_ = 0;
  std::vector<std::unique_ptr<internal::Transfer>> transfers_;
  std::vector<internal::Transfer*> idle_;    // the one used last is used next
  std::vector<internal::Transfer*> active_;  // unordered
  std::vector<Watch> watches_;               // by file descriptor
  std::optional<Clock::time_point> timer_;

  std::mutex join_mutex_;
  std::thread thread_;  // guarded by join_mutex_
};

absl::Status CurlHttpClient::Loop::Start() {
  if (multi_ == nullptr || epoll_.get() < 0 || wake_.get() < 0) {
    return absl::InternalError("HTTP client: no libcurl handle or no file descriptors");
  }
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.fd = wake_.get();
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event) != 0) {
    return absl::InternalError("HTTP client: epoll refuses the wake-up descriptor");
  }
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Loop::SocketCallback);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Loop::TimerCallback);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.max_in_flight));
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

void CurlHttpClient::Loop::Send(HttpRequest request, HttpDone done) {
  const Clock::time_point deadline =
      Clock::now() + request.timeout.value_or(options_.request_timeout);
  if (outstanding_.fetch_add(1, std::memory_order_relaxed) >=
      options_.max_in_flight + options_.max_queued) {
    return End(std::move(done),
               absl::ResourceExhaustedError("HTTP client: max_queued requests wait already"));
  }
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (stopping_) {
      lock.unlock();
      return End(std::move(done), Stopped());
    }
    inbox_.push_back({std::move(request), std::move(done), deadline});
  }
  if (sleeping_.exchange(false)) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof(one));
  }
}

void CurlHttpClient::Loop::Stop() {
  std::lock_guard<std::mutex> join_lock(join_mutex_);
  if (!thread_.joinable()) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof(one));
  thread_.join();
}

void CurlHttpClient::Loop::Run() {
  while (true) {
    TakeInbox();
    StartQueued();
    if (TimerDue()) {
      timer_.reset();
      int running = 0;
      curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
      CollectFinished();
    }
    bool sleep = false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) break;
      sleep = inbox_.empty() && !CanStart();
      sleeping_.store(sleep);
    }
    Wait(sleep ? WaitMilliseconds() : 0);
    CollectFinished();
  }
  CancelAll();
}

void CurlHttpClient::Loop::TakeInbox() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    taken_.swap(inbox_);
  }
  for (Job& job : taken_) queue_.push_back(std::move(job));
  taken_.clear();
}

void CurlHttpClient::Loop::StartQueued() {
  while (CanStart()) {
    Job job = std::move(queue_.front());
    queue_.pop_front();
    StartOne(std::move(job));
  }
}

void CurlHttpClient::Loop::StartOne(Job job) {
  const auto left = std::chrono::ceil<milliseconds>(job.deadline - Clock::now());
  if (left <= milliseconds(0)) {
    return End(std::move(job.done),
               absl::UnavailableError("HTTP client: the timeout passed in the queue"));
  }
  if (idle_.empty()) {
    std::unique_ptr<internal::Transfer> created = internal::Transfer::Create(options_, *this);
    if (created == nullptr) {
      return End(std::move(job.done), absl::ResourceExhaustedError("HTTP client: no handle"));
    }
    idle_.push_back(created.get());
    transfers_.push_back(std::move(created));
  }
  internal::Transfer* transfer = idle_.back();
  absl::Status status = transfer->Prepare(std::move(job.request), std::move(job.done), left);
  if (status.ok() && curl_multi_add_handle(multi_, transfer->easy()) != CURLM_OK) {
    status = absl::ResourceExhaustedError("HTTP client: libcurl takes no more requests");
  }
  if (!status.ok()) {
    HttpDone done = transfer->TakeDone();
    return End(std::move(done), std::move(status));
  }
  idle_.pop_back();
  active_.push_back(transfer);
  ++in_flight_;
}

int CurlHttpClient::Loop::WaitMilliseconds() const {
  if (!timer_.has_value()) return -1;
  const auto left = std::chrono::ceil<milliseconds>(*timer_ - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void CurlHttpClient::Loop::Wait(int timeout_ms) {
  std::array<epoll_event, 64> events;
  const int count =
      epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout_ms);
  sleeping_.store(false);
  for (int i = 0; i < count; ++i) {
    if (events[i].data.fd == wake_.get()) {
      std::uint64_t wakes = 0;
      [[maybe_unused]] const ssize_t got = read(wake_.get(), &wakes, sizeof(wakes));
    } else {
      OnReady(events[i].data.fd, events[i].events);
    }
  }
}

void CurlHttpClient::Loop::OnReady(int socket, std::uint32_t events) {
  Watch& watch = WatchOf(socket);
  if (watch.wanted == 0) {  // an idle connection's peer has closed or written: libcurl looks later
    if (watch.registered != 0) Register(socket, watch, 0);
    return;
  }
  int bits = 0;
  if ((events & EPOLLIN) != 0) bits |= CURL_CSELECT_IN;
  if ((events & EPOLLOUT) != 0) bits |= CURL_CSELECT_OUT;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) bits |= CURL_CSELECT_ERR;
  int running = 0;
  curl_multi_socket_action(multi_, socket, bits, &running);
}

void CurlHttpClient::Loop::CollectFinished() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    internal::Transfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    curl_multi_remove_handle(multi_, transfer->easy());
    absl::StatusOr<HttpResponse> result = transfer->Finish(code);
    HttpDone done = transfer->TakeDone();
    std::iter_swap(std::find(active_.begin(), active_.end(), transfer), active_.end() - 1);
    active_.pop_back();
    idle_.push_back(transfer);
    --in_flight_;
    End(std::move(done), std::move(result));
  }
}

void CurlHttpClient::Loop::CancelAll() {
  for (internal::Transfer* transfer : active_) {
    curl_multi_remove_handle(multi_, transfer->easy());
    End(transfer->TakeDone(), Stopped());
  }
  active_.clear();
  TakeInbox();  // nothing is added once stopping_ is set
  for (Job& job : queue_) End(std::move(job.done), Stopped());
  queue_.clear();
  idle_.clear();
  transfers_.clear();
}

void CurlHttpClient::Loop::End(HttpDone done, absl::StatusOr<HttpResponse> result) {
  outstanding_.fetch_sub(1, std::memory_order_relaxed);
  done(std::move(result));
}

void CurlHttpClient::Loop::Opened(int socket) {
  Watch& watch = WatchOf(socket);
  watch = {};
  watch.ours = true;
}

void CurlHttpClient::Loop::Close(int socket) {
  WatchOf(socket) = {};
  close(socket);  // which also takes it out of epoll
}

CurlHttpClient::Loop::Watch& CurlHttpClient::Loop::WatchOf(int socket) {
  const auto index = static_cast<std::size_t>(socket);
  if (index >= watches_.size()) watches_.resize(index + 1);
  return watches_[index];
}

void CurlHttpClient::Loop::Register(int socket, Watch& watch, std::uint32_t events) {
  epoll_event event = {};
  event.events = events;
  event.data.fd = socket;
  if (events == 0) {
    epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, &event);
  } else {
    // libcurl's own sockets (its resolver's) may be closed unseen: believe the kernel, not us.
    const int operation = watch.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (epoll_ctl(epoll_.get(), operation, socket, &event) != 0 &&
        (errno == EEXIST || errno == ENOENT)) {
      epoll_ctl(epoll_.get(), errno == EEXIST ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    }
  }
  watch.registered = events;
}

int CurlHttpClient::Loop::SocketCallback(CURL*, curl_socket_t socket, int what, void* self, void*) {
  auto* loop = static_cast<Loop*>(self);
  Watch& watch = loop->WatchOf(socket);
  watch.wanted = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) watch.wanted |= EPOLLIN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) watch.wanted |= EPOLLOUT;
  if (watch.ours && (watch.wanted == watch.registered || watch.wanted == 0)) return 0;
  loop->Register(socket, watch, watch.wanted);
  return 0;
}

int CurlHttpClient::Loop::TimerCallback(CURLM*, long timeout_ms, void* self) {
  auto* loop = static_cast<Loop*>(self);
  if (timeout_ms < 0) {
    loop->timer_.reset();
  } else {
    loop->timer_ = Clock::now() + milliseconds(timeout_ms);
  }
  return 0;
}

absl::StatusOr<std::unique_ptr<CurlHttpClient>> CurlHttpClient::Create(HttpClientOptions options) {
  if (absl::Status status = Check(options); !status.ok()) return status;
  AddBrackets(options.allowed_private_hosts);
  auto loop = std::make_unique<Loop>(std::move(options));
  if (absl::Status status = loop->Start(); !status.ok()) return status;
  return std::unique_ptr<CurlHttpClient>(new CurlHttpClient(std::move(loop)));
}

CurlHttpClient::CurlHttpClient(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}

CurlHttpClient::~CurlHttpClient() = default;

void CurlHttpClient::Send(HttpRequest request, HttpDone done) {
  loop_->Send(std::move(request), std::move(done));
}

void CurlHttpClient::Stop() { loop_->Stop(); }

}  // namespace adapters
