// CPU time of the process and of one thread of it.
#ifndef BENCH_CPU_TIME_H_
#define BENCH_CPU_TIME_H_

#include <pthread.h>

#include <ctime>
#include <thread>

namespace bench {

inline double ClockSeconds(clockid_t clock) {
  timespec now = {};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

inline double ProcessCpuSeconds() { return ClockSeconds(CLOCK_PROCESS_CPUTIME_ID); }

// Of a thread that has not been joined.
inline double ThreadCpuSeconds(std::thread& thread) {
  clockid_t clock = {};
  pthread_getcpuclockid(thread.native_handle(), &clock);
  return ClockSeconds(clock);
}

}  // namespace bench

#endif  // BENCH_CPU_TIME_H_
