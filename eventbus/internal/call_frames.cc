#include "eventbus/internal/call_frames.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <utility>
#include <vector>

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

  void AwaitOthersOutside(const void* entry, ThreadFrames* self) {
    MutexLock lock(mutex_);
    while (ArmOthersInside(entry, self)) {
      waiting_[self] = entry;
      CheckForDeadlock(self);
      left_.Wait(mutex_);
    }
    waiting_.erase(self);
  }

  bool AnyoneWalks(const void* snapshot) {
    MutexLock lock(mutex_);
    for (const ThreadFrames& thread : threads_) {
      for (const ThreadFrames::Announcement& frame : thread.frames) {
        if (frame.snapshot.load(std::memory_order_seq_cst) == snapshot) return true;
      }
    }
    return false;
  }

  void WakeWaiters() {
    MutexLock lock(mutex_);
    left_.NotifyAll();
  }

 private:
  static bool Inside(const ThreadFrames& thread, const void* entry) {
    for (const ThreadFrames::Announcement& frame : thread.frames) {
      if (frame.entry.load(std::memory_order_seq_cst) == entry) return true;
    }
    return false;
  }

  // Asks the threads inside `entry` to wake us when they leave; false if there are none. The fence
  // between asking and looking makes sure that a thread that we see inside sees that we asked.
  bool ArmOthersInside(const void* entry, ThreadFrames* self)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::vector<ThreadFrames*> inside;
    for (ThreadFrames& thread : threads_) {
      if (&thread != self && Inside(thread, entry)) inside.push_back(&thread);
    }
    if (inside.empty()) return false;
    for (ThreadFrames* thread : inside) thread->attention.store(true, std::memory_order_seq_cst);
    HeavyFence();
    for (ThreadFrames* thread : inside) {
      if (Inside(*thread, entry)) return true;
    }
    return false;
  }

  // Follows who waits for whom from `self`; a way back to `self` never ends.
  void CheckForDeadlock(ThreadFrames* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
#ifndef NDEBUG
    std::vector<const void*> wanted = {waiting_[self]};
    std::vector<const ThreadFrames*> seen;
    while (!wanted.empty()) {
      const void* entry = wanted.back();
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
  std::map<ThreadFrames*, const void*> waiting_ ABSL_GUARDED_BY(mutex_);
};

// A publish from a later destructor of the thread registers anew, and keeps that place.
struct ReturnAtThreadEnd {
  ~ReturnAtThreadEnd() {
    if (current_thread != nullptr) Registry::Get().Release(std::exchange(current_thread, nullptr));
  }
};

}  // namespace

constinit thread_local ThreadFrames* current_thread = nullptr;

ThreadFrames& RegisterThread() {
  current_thread = Registry::Get().Acquire();
  current_thread->light = HasLightOrder();
  thread_local ReturnAtThreadEnd return_at_thread_end;
  static_cast<void>(return_at_thread_end);
  return *current_thread;
}

// Handlers to destroy once this frame's thread has left their entry.
struct CallFrame::Deferred {
  const void* entry;
  std::shared_ptr<void> handler;
  Deferred* next;
};

bool HasLightOrder() { return LightOrder().load(std::memory_order_relaxed); }

void ForcePlainOrder() { LightOrder().store(false, std::memory_order_relaxed); }

void HeavyFence() {
  if (!HasLightOrder()) return;  // all accesses are sequentially consistent
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

void CallFrame::Attend() {
  thread_.attention.store(false, std::memory_order_seq_cst);
  // Destroying a handler runs user code, which may unsubscribe more: take the list off first.
  Deferred* deferred = std::exchange(deferred_, nullptr);
  while (deferred != nullptr) {
    Deferred* next = deferred->next;
    if (announcement_.entry.load(std::memory_order_relaxed) == deferred->entry) {
      deferred->next = std::exchange(deferred_, deferred);  // still inside
      thread_.attention.store(true, std::memory_order_relaxed);
    } else {
      delete deferred;
    }
    deferred = next;
  }
  // A deferral of a frame further out still has to be looked at when that frame goes on.
  for (CallFrame* frame = below_; frame != nullptr; frame = frame->below_) {
    if (frame->deferred_ != nullptr) thread_.attention.store(true, std::memory_order_relaxed);
  }
  Registry::Get().WakeWaiters();
}

void CallFrame::DeferDestruction(const void* entry, std::shared_ptr<void> handler) {
  ThreadFrames& thread = CurrentThread();
  CallFrame* outermost = nullptr;
  for (CallFrame* frame = thread.top; frame != nullptr; frame = frame->below_) {
    if (frame->announcement_.entry.load(std::memory_order_relaxed) == entry) outermost = frame;
  }
  if (outermost == nullptr) return;  // `handler` goes with the argument
  outermost->deferred_ = new Deferred{entry, std::move(handler), outermost->deferred_};
  thread.attention.store(true, std::memory_order_relaxed);
}

bool InsideOnThisThread(const void* entry) {
  const ThreadFrames& thread = CurrentThread();
  for (std::size_t i = 0; i < thread.depth; ++i) {
    if (thread.frames[i].entry.load(std::memory_order_relaxed) == entry) return true;
  }
  return false;
}

void AwaitOthersOutside(const void* entry) {
  HeavyFence();
  Registry::Get().AwaitOthersOutside(entry, &CurrentThread());
}

bool AnyoneWalks(const void* snapshot) { return Registry::Get().AnyoneWalks(snapshot); }

}  // namespace eventbus::internal
