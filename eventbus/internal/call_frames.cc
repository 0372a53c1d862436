#include "eventbus/internal/call_frames.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "eventbus/internal/mutex.h"

namespace eventbus::internal {
namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool kThreadSanitizer = true;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
constexpr bool kThreadSanitizer = true;
#else
constexpr bool kThreadSanitizer = false;
#endif
#else
constexpr bool kThreadSanitizer = false;
#endif

bool RegisterMembarrier() {
  if (kThreadSanitizer) return false;
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

std::atomic<bool>& LightOrder() {
  static std::atomic<bool> light = RegisterMembarrier();
  return light;
}

// Of another thread's frame: with the registry locked, so that no list is freed meanwhile.
bool IsInside(const Frame& frame, const Entry* entry) {
  const CallSite* site = frame.site.load(std::memory_order_seq_cst);
  return (site != nullptr && site->entry == entry) ||
         frame.entry.load(std::memory_order_seq_cst) == entry;
}

// All threads that have published, and who waits for whom. Never destroyed: threads may outlive
// the static objects of the program.
class Registry {
 public:
  static Registry& Get() {
    static Registry& registry = *new Registry;
    return registry;
  }

  ThreadFrames* Acquire() {
    MutexLock lock(mutex_);
    if (free_.empty()) return &threads_.emplace_back();
    ThreadFrames* frames = free_.back();
    free_.pop_back();
    return frames;
  }

  void Release(ThreadFrames* frames) {
    MutexLock lock(mutex_);
    free_.push_back(frames);
  }

  void AwaitOthersOutside(const Entry* entry, ThreadFrames* self) {
    MutexLock lock(mutex_);
    while (ArmOthersInside(entry, self)) {
      waiting_[self] = entry;
      CheckForDeadlock(self);
      left_.Wait(mutex_);
    }
    waiting_.erase(self);
  }

  bool AnyoneWalks(const void* list) {
    MutexLock lock(mutex_);
    for (const ThreadFrames& thread : threads_) {
      for (const Frame& frame : thread.frames) {
        if (frame.list.load(std::memory_order_seq_cst) == list) return true;
      }
    }
    return false;
  }

  void WakeWaiters() {
    MutexLock lock(mutex_);
    left_.NotifyAll();
  }

 private:
  static bool Inside(const ThreadFrames& thread, const Entry* entry) {
    return std::any_of(thread.frames.begin(), thread.frames.end(),
                       [entry](const Frame& frame) { return IsInside(frame, entry); });
  }

  // Asks the frames inside `entry` to wake us when they leave; false if there are none. The fence
  // between asking and looking makes sure that a frame that we see inside sees that we asked.
  bool ArmOthersInside(const Entry* entry, ThreadFrames* self)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::vector<Frame*> inside;
    for (ThreadFrames& thread : threads_) {
      if (&thread == self) continue;
      for (Frame& frame : thread.frames) {
        if (IsInside(frame, entry)) inside.push_back(&frame);
      }
    }
    if (inside.empty()) return false;
    for (Frame* frame : inside) frame->attention.store(true, std::memory_order_seq_cst);
    HeavyFence();
    return std::any_of(inside.begin(), inside.end(),
                       [entry](const Frame* frame) { return IsInside(*frame, entry); });
  }

  // Follows who waits for whom from `self`; a way back to `self` never ends.
  void CheckForDeadlock(ThreadFrames* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
#ifndef NDEBUG
    std::vector<const Entry*> wanted = {waiting_[self]};
    std::vector<const ThreadFrames*> seen;
    while (!wanted.empty()) {
      const Entry* entry = wanted.back();
      wanted.pop_back();
      for (const auto& [thread, next] : waiting_) {
        if (!Inside(*thread, entry)) continue;
        if (thread == self) {
          // The first entry is awaited with our own frames left out; only a way through another
          // thread is a circle.
          if (entry == waiting_[self]) continue;
          std::fputs(
              "eventbus: deadlock: two handlers that run on two threads unsubscribe each other, "
              "and "
              "each waits for the other to return. Use Subscription::Release in one of them.\n",
              stderr);
          std::abort();
        }
        bool known = false;
        for (const ThreadFrames* other : seen) known = known || other == thread;
        if (known) continue;
        seen.push_back(thread);
        wanted.push_back(next);
      }
    }
#else
    static_cast<void>(self);
#endif
  }

  Mutex mutex_;
  CondVar left_;
  std::deque<ThreadFrames> threads_ ABSL_GUARDED_BY(mutex_);
  std::vector<ThreadFrames*> free_ ABSL_GUARDED_BY(mutex_);
  std::map<ThreadFrames*, const Entry*> waiting_ ABSL_GUARDED_BY(mutex_);
};

thread_local ThreadFrames* own_frames = nullptr;

// A publish from a later destructor of the thread registers anew, and keeps that place.
struct ReturnAtThreadEnd {
  ~ReturnAtThreadEnd() {
    next_frame = nullptr;
    if (own_frames != nullptr) Registry::Get().Release(std::exchange(own_frames, nullptr));
  }
};

// The frames that the calling thread uses.
absl::Span<Frame> OwnFrames() {
  if (next_frame == nullptr) return {};
  return absl::MakeSpan(own_frames->frames).subspan(1, Depth());
}

}  // namespace

constinit thread_local Frame* next_frame = nullptr;

void RegisterThread() {
  if (next_frame != nullptr) return;
  own_frames = Registry::Get().Acquire();
  next_frame = &own_frames->frames[1];
  thread_local ReturnAtThreadEnd return_at_thread_end;
  static_cast<void>(return_at_thread_end);
}

// A handler to destroy once its frame's thread has left the entry there.
struct DeferredHandler {
  const Entry* entry;
  std::shared_ptr<void> handler;
  DeferredHandler* next;
};

bool HasLightOrder() { return LightOrder().load(std::memory_order_relaxed); }

void ForcePlainOrder() { LightOrder().store(false, std::memory_order_relaxed); }

void HeavyFence() {
  if (!HasLightOrder()) return;  // all accesses are sequentially consistent
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

void AttendTo(Frame& frame) {
  frame.attention.store(false, std::memory_order_seq_cst);
  // Destroying a handler runs user code, which may unsubscribe more: take the list off first.
  DeferredHandler* deferred = std::exchange(frame.deferred, nullptr);
  while (deferred != nullptr) {
    DeferredHandler* next = deferred->next;
    if (IsInside(frame, deferred->entry)) {
      deferred->next = std::exchange(frame.deferred, deferred);  // still inside
      frame.attention.store(true, std::memory_order_relaxed);
    } else {
      delete deferred;
    }
    deferred = next;
  }
  Registry::Get().WakeWaiters();
}

void DeferDestruction(const Entry* entry, std::shared_ptr<void> handler) {
  for (Frame& frame : OwnFrames()) {  // the outermost first
    if (!IsInside(frame, entry)) continue;
    frame.deferred = new DeferredHandler{entry, std::move(handler), frame.deferred};
    frame.attention.store(true, std::memory_order_relaxed);
    return;
  }
}

bool InsideOnThisThread(const Entry* entry) {
  const absl::Span<const Frame> frames = OwnFrames();
  return std::any_of(frames.begin(), frames.end(),
                     [entry](const Frame& frame) { return IsInside(frame, entry); });
}

void AwaitOthersOutside(const Entry* entry) {
  RegisterThread();
  HeavyFence();
  Registry::Get().AwaitOthersOutside(entry, own_frames);
}

bool AnyoneWalks(const void* list) { return Registry::Get().AnyoneWalks(list); }

}  // namespace eventbus::internal
