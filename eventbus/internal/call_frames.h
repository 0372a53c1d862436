// Which handlers every thread is inside of: what lets a publish take no lock and an unsubscribe
// wait for exactly the calls that it must wait for.
//
// A publishing thread announces the handler that it is about to call in an array of its own, with
// a plain store, and looks whether the handler is marked as removed. An unsubscriber marks, then
// looks into the arrays. Whichever comes second must see the other's store. On the publisher's
// side that would take a full fence for every call; instead the unsubscriber pays with
// membarrier(2), which puts that fence into every running thread of the process. The publisher is
// left with a compiler fence.
//
//     publisher                          unsubscriber
//     frame.entry = E      (plain)       E.removed = true
//     -- compiler fence --               -- membarrier: a full fence in every thread --
//     E.removed?  skip : call E          any thread's frame.entry == E?  wait : done
//
// Where the kernel has no membarrier, and under ThreadSanitizer, both sides use sequentially
// consistent accesses instead (PlainOrder). Shown by tests/eventbus/unsubscribe_test.cc, and by
// tests/eventbus/unsubscribe_stress_test.cc for both orders.
//
// The registry of threads is the one process-wide state of this project. It owns no handler.
#ifndef EVENTBUS_INTERNAL_CALL_FRAMES_H_
#define EVENTBUS_INTERNAL_CALL_FRAMES_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

namespace eventbus::internal {

// How deep publishes may nest on one thread. BusOptions::max_publish_depth cannot exceed it.
inline constexpr std::size_t kMaxFrames = 64;

class CallFrame;

// One thread's announcements. Lives as long as the process, passes from an ended thread to a new
// one. Written by its thread only, but for `attention`.
struct ThreadFrames {
  struct Announcement {
    std::atomic<const void*> entry = nullptr;     // the handler being called
    std::atomic<const void*> snapshot = nullptr;  // the subscriber list being walked
  };
  std::array<Announcement, kMaxFrames> frames;
  // Somebody waits for this thread to leave a handler, or this thread has unsubscribed a handler
  // that it is inside of: look after the next call.
  std::atomic<bool> attention = false;
  // Thread-private.
  bool light = false;  // HasLightOrder(), at hand
  std::size_t depth = 0;
  CallFrame* top = nullptr;
};

// The calling thread's frames; null before its first publish. initial-exec: one instruction to
// reach it, from a shared library too.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local ThreadFrames* current_thread;

ThreadFrames& RegisterThread();

// The calling thread's frames.
inline ThreadFrames& CurrentThread() {
  if (current_thread != nullptr) [[likely]] {
    return *current_thread;
  }
  return RegisterThread();
}

// Whether publishes use compiler fences and unsubscribes membarrier (see above).
bool HasLightOrder();

// Switches to the plain order for good; for tests of it, before the first publish.
void ForcePlainOrder();

// A full fence in every thread that is running.
void HeavyFence();

// One publish on a thread's stack. `kLight` is HasLightOrder().
class CallFrame {
 public:
  explicit CallFrame(ThreadFrames& thread)
      : thread_(thread), announcement_(thread.frames[thread.depth++]), below_(thread.top) {
    thread.top = this;
  }
  ~CallFrame() {
    announcement_.entry.store(nullptr, std::memory_order_release);
    announcement_.snapshot.store(nullptr, std::memory_order_release);
    thread_.top = below_;
    --thread_.depth;
  }
  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;

  // Loads `current` and keeps what it points to from being freed while this frame lives.
  template <bool kLight, typename Snapshot>
  const Snapshot* Protect(const std::atomic<const Snapshot*>& current) {
    for (;;) {
      const Snapshot* snapshot = current.load(std::memory_order_acquire);
      Announce<kLight>(announcement_.snapshot, snapshot);
      if (current.load(kLight ? std::memory_order_acquire : std::memory_order_seq_cst) ==
          snapshot) {
        return snapshot;
      }
    }
  }

  // Announces the call of `entry`; false if it is removed and must not be called.
  template <bool kLight>
  bool Enter(const void* entry, const std::atomic<bool>& removed) {
    Announce<kLight>(announcement_.entry, entry);
    return !removed.load(kLight ? std::memory_order_acquire : std::memory_order_seq_cst);
  }

  // The last announced call has returned and no other follows.
  template <bool kLight>
  void Leave() {
    Announce<kLight>(announcement_.entry, nullptr);
  }

  // To be called after Enter of the next entry, or after Leave.
  bool NeedsAttention() const { return thread_.attention.load(std::memory_order_relaxed); }
  void Attend();

  // Keeps `handler` until this thread has left `entry` in all frames: the outermost of them
  // destroys it. Called by an unsubscribe on this thread.
  static void DeferDestruction(const void* entry, std::shared_ptr<void> handler);

 private:
  struct Deferred;
  template <bool kLight>
  static void Announce(std::atomic<const void*>& place, const void* what) {
    if constexpr (kLight) {
      place.store(what, std::memory_order_release);
      std::atomic_signal_fence(std::memory_order_seq_cst);
    } else {
      place.store(what, std::memory_order_seq_cst);
    }
  }

  ThreadFrames& thread_;
  ThreadFrames::Announcement& announcement_;
  CallFrame* const below_;
  Deferred* deferred_ = nullptr;
};

// Whether the calling thread is inside `entry`, at any depth.
bool InsideOnThisThread(const void* entry);

// Waits until no other thread is inside `entry`, which must be marked as removed. Frames of the
// calling thread do not count. Handlers of two threads that wait for each other here deadlock, as
// two threads that join each other do; in a debug build that ends the process with a message.
void AwaitOthersOutside(const void* entry);

// Whether any thread walks `snapshot`. The caller has unlinked it and called HeavyFence.
bool AnyoneWalks(const void* snapshot);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_CALL_FRAMES_H_
