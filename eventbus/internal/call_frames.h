// Which handlers every thread is inside of: what lets a publish take no lock and an unsubscribe
// wait for exactly the calls that it must wait for.
//
// A publishing thread announces the place of its list that it is about to call in an array of its
// own, with a plain store, and then reads the place's function. An unsubscriber exchanges that
// function, in all lists that may still be walked, for one that looks before it calls
// (CallIfSubscribed in route.cc), then looks into the arrays. Whichever comes second must see the
// other's store. On the publisher's side that would take a full fence for every call; instead the
// unsubscriber pays with membarrier(2), which puts that fence into every running thread of the
// process. The publisher is left with a compiler fence, and with nothing to check.
//
//     publisher                          unsubscriber
//     frame.site = S       (plain)       S.call = CallIfSubscribed
//     -- compiler fence --               -- membarrier: a full fence in every thread --
//     S.call(..)                         any thread's frame.site is E's?  wait : done
//
// Where the kernel has no membarrier, and under ThreadSanitizer, both sides use sequentially
// consistent accesses instead (the plain order). Shown by tests/eventbus/unsubscribe_test.cc, and
// by tests/eventbus/unsubscribe_stress_test.cc for both orders.
//
// The registry of threads is the one process-wide state of this project. It owns no handler.
#ifndef EVENTBUS_INTERNAL_CALL_FRAMES_H_
#define EVENTBUS_INTERNAL_CALL_FRAMES_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace eventbus::internal {

struct DeferredHandler;
struct Entry;

// A place in a subscriber list. A frame that announces it announces the list as well, so that it
// can be read while the registry is locked.
struct CallSite {
  const Entry* entry;
};

// One publish, or one call without a list, on a thread's stack. Written by its thread only, but for
// `attention`.
struct alignas(64) Frame {
  std::atomic<const CallSite*> site = nullptr;  // the place being called, in `list`
  std::atomic<const void*> list = nullptr;      // the subscriber list being walked
  std::atomic<const Entry*> entry = nullptr;    // called without a list
  // Somebody waits for this frame to leave a handler, or this thread has unsubscribed a handler
  // that the frame is inside of: look after the call.
  std::atomic<bool> attention = false;
  DeferredHandler* deferred = nullptr;  // thread-private: see DeferDestruction
};

// How deep publishes may nest on one thread. BusOptions::max_publish_depth is below it.
inline constexpr std::size_t kMaxFrames = 63;

// One thread's announcements, in a block of their own, so that a frame's address tells its depth
// (see DepthInBytes) and no two threads share a cache line. Lives as long as the process, passes
// from an ended thread to a new one. The first frame is not used.
inline constexpr std::size_t kFramesBytes = 4096;
struct alignas(kFramesBytes) ThreadFrames {
  std::array<Frame, kMaxFrames + 1> frames;
};
static_assert(sizeof(ThreadFrames) == kFramesBytes);

// The calling thread's next free frame; null before its first publish. initial-exec: one
// instruction to reach it, from a shared library too.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local Frame* next_frame;

// How many frames are in use below this one, times their size: one comparison tells whether there
// may be another. More than any limit for null.
inline std::size_t DepthInBytes(const Frame* next) {
  return (reinterpret_cast<std::uintptr_t>(next) - sizeof(Frame)) & (kFramesBytes - 1);
}

// Gives the calling thread its frames, if it has none yet.
void RegisterThread();

// How many frames the calling thread uses.
inline std::size_t Depth() {
  return next_frame == nullptr ? 0 : DepthInBytes(next_frame) / sizeof(Frame);
}

// Whether publishes use compiler fences and unsubscribes membarrier (see above).
bool HasLightOrder();

// Switches to the plain order for good; for tests of it, before the first bus.
void ForcePlainOrder();

// A full fence in every thread that is running.
void HeavyFence();

// Does what others have asked of a frame that has left a handler.
void AttendTo(Frame& frame);
inline void Attend(Frame& frame) {
  if (frame.attention.load(std::memory_order_relaxed)) [[unlikely]] {
    AttendTo(frame);
  }
}

// Stores what others must see before they see what this thread does next. `kLight` is
// HasLightOrder().
template <bool kLight, typename T>
void Announce(std::atomic<T>& place, std::type_identity_t<T> what) {
  if constexpr (kLight) {
    place.store(what, std::memory_order_release);
    std::atomic_signal_fence(std::memory_order_seq_cst);
  } else {
    place.store(what, std::memory_order_seq_cst);
  }
}

template <bool kLight>
inline constexpr std::memory_order kLoadAfterAnnounce =
    kLight ? std::memory_order_acquire : std::memory_order_seq_cst;

// The calling thread's innermost frame, while it lives.
class CallFrame {
 public:
  // `next` is next_frame, and there is one left.
  explicit CallFrame(Frame* next) : frame_(*next) { next_frame = next + 1; }
  ~CallFrame() {
    frame_.list.store(nullptr, std::memory_order_release);
    next_frame = &frame_;
  }
  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;

  Frame& frame() { return frame_; }

  // Loads `current` and keeps what it points to from being freed while this lives.
  template <bool kLight, typename List>
  const List* Protect(const std::atomic<List*>& current) {
    for (;;) {
      const List* list = current.load(std::memory_order_acquire);
      Announce<kLight>(frame_.list, list);
      if (current.load(kLoadAfterAnnounce<kLight>) == list) return list;
    }
  }

 private:
  Frame& frame_;
};

// Keeps `handler` until the calling thread has left `entry` in all frames: the outermost of them
// destroys it. Destroys it at once if the thread is not inside.
void DeferDestruction(const Entry* entry, std::shared_ptr<void> handler);

// Whether the calling thread is inside `entry`, at any depth.
bool InsideOnThisThread(const Entry* entry);

// Waits until no other thread is inside `entry`, which must be marked as removed. Frames of the
// calling thread do not count. Handlers of two threads that wait for each other here deadlock, as
// two threads that join each other do; in a debug build that ends the process with a message.
void AwaitOthersOutside(const Entry* entry);

// Whether any thread walks `list`. The caller has unlinked it and called HeavyFence.
bool AnyoneWalks(const void* list);

}  // namespace eventbus::internal

#endif  // EVENTBUS_INTERNAL_CALL_FRAMES_H_
