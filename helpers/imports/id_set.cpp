// SPDX-License-Identifier: MIT
// The choice between list and bits: a number in the list takes 32 times the room of a bit.
#include "imports/id_set.h"

#include <bit>
#include <utility>

namespace lintcache {

IdSet::IdSet(const std::vector<uint64_t>& bits) {
  size_t count = 0, words = 0;
  for (size_t word = 0; word < bits.size(); ++word) {
    if (bits[word] == 0) continue;
    count += static_cast<size_t>(std::popcount(bits[word]));
    words = word + 1;
  }
  bits_.assign(bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>(words));
  if (count >= words * 2) return;
  std::vector<uint32_t> numbers;
  numbers.reserve(count);
  for_each([&](uint32_t number) { numbers.push_back(number); });
  numbers_ = std::move(numbers);
  bits_ = {};
}

void IdSet::add_to(std::vector<uint64_t>& bits) const {
  for (const uint32_t number : numbers_) bits[number / 64] |= uint64_t{1} << (number % 64);
  for (size_t word = 0; word < bits_.size(); ++word) bits[word] |= bits_[word];
}

}  // namespace lintcache
