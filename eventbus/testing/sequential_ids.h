// An IdGenerator that counts, so that tests know the ids.
//
//   eventbus::testing::SequentialIds ids;
//   ids.Next();  // FormatUuid gives "00000000-0000-0000-0000-000000000001"
//   EXPECT_EQ(ids.Next(), eventbus::testing::SequentialIds::Nth(2));
#ifndef EVENTBUS_TESTING_SEQUENTIAL_IDS_H_
#define EVENTBUS_TESTING_SEQUENTIAL_IDS_H_

#include <atomic>
#include <cstdint>

#include "eventbus/id_generator.h"

namespace eventbus::testing {

// 1, 2, 3 and so on in the last eight bytes. Thread-safe.
class SequentialIds final : public IdGenerator {
 public:
  Id128 Next() override;

  // The id that the `n`th call of Next returns, counted from 1.
  static Id128 Nth(std::uint64_t n);

 private:
  std::atomic<std::uint64_t> made_ = 0;
};

}  // namespace eventbus::testing

#endif  // EVENTBUS_TESTING_SEQUENTIAL_IDS_H_
