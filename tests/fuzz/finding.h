// How a fuzzer reports a property that does not hold.
#ifndef TESTS_FUZZ_FINDING_H_
#define TESTS_FUZZ_FINDING_H_

#include <cstdio>
#include <cstdlib>
#include <string>

// Ends the fuzzer with a finding, unless `fault` is empty.
inline void ExpectNoFault(const std::string& fault) {
  if (fault.empty()) return;
  std::fprintf(stderr, "%s\n", fault.c_str());
  std::abort();
}

#endif  // TESTS_FUZZ_FINDING_H_
