// SPDX-License-Identifier: MIT
// A set of small numbers that is kept as a list or as bits, whichever is smaller.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lintcache {

class IdSet {
 public:
  IdSet() = default;

  // Number n is in the set where bit n % 64 of word n / 64 is set.
  explicit IdSet(const std::vector<uint64_t>& bits);

  // Sets the bits of the numbers in the set; `bits` is long enough for them.
  void add_to(std::vector<uint64_t>& bits) const;

  // Calls `act` with each number, in ascending order.
  template <class Act>
  void for_each(Act act) const {
    for (const uint32_t number : numbers_) act(number);
    for (size_t word = 0; word < bits_.size(); ++word)
      for (uint64_t rest = bits_[word]; rest != 0; rest &= rest - 1)
        act(static_cast<uint32_t>(word * 64) + static_cast<uint32_t>(std::countr_zero(rest)));
  }

  [[nodiscard]] size_t bytes() const { return numbers_.size() * 4 + bits_.size() * 8; }

 private:
  std::vector<uint32_t> numbers_;  // one of the two is empty
  std::vector<uint64_t> bits_;
};

}  // namespace lintcache
