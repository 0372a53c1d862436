// A thread that does nothing, for as long as it lives: glibc and libstdc++ drop atomics in a
// process that never had a second one, and no program that needs a bus is such a process.
#ifndef BENCH_PARKED_THREAD_H_
#define BENCH_PARKED_THREAD_H_

#include <future>
#include <thread>

namespace bench {

class ParkedThread {
 public:
  ParkedThread() : thread_([done = done_.get_future()] { done.wait(); }) {}
  ~ParkedThread() {
    done_.set_value();
    thread_.join();
  }
  ParkedThread(const ParkedThread&) = delete;
  ParkedThread& operator=(const ParkedThread&) = delete;

 private:
  std::promise<void> done_;
  std::thread thread_;
};

}  // namespace bench

#endif  // BENCH_PARKED_THREAD_H_
