// SPDX-License-Identifier: MIT
// A set gives back the numbers it was made of, in little room.
#include "imports/id_set.h"

#include <gtest/gtest.h>

#include <numeric>

namespace lintcache {
namespace {

std::vector<uint64_t> bits_of(const std::vector<uint32_t>& numbers, size_t words) {
  std::vector<uint64_t> bits(words, 0);
  for (const uint32_t number : numbers) bits[number / 64] |= uint64_t{1} << (number % 64);
  return bits;
}

std::vector<uint32_t> numbers_of(const IdSet& set) {
  std::vector<uint32_t> numbers;
  set.for_each([&](uint32_t number) { numbers.push_back(number); });
  return numbers;
}

TEST(IdSet, gives_back_its_numbers) {
  std::vector<uint32_t> dense(500);
  std::iota(dense.begin(), dense.end(), 60);
  for (const std::vector<uint32_t>& numbers : {std::vector<uint32_t>{}, {0}, {63, 64}, {1, 9999}, dense}) {
    const auto bits = bits_of(numbers, 200);
    const IdSet set(bits);
    EXPECT_EQ(numbers_of(set), numbers);
    std::vector<uint64_t> sum(200, 0);
    set.add_to(sum);
    EXPECT_EQ(sum, bits);
  }
  EXPECT_TRUE(numbers_of(IdSet()).empty());
}

TEST(IdSet, adds_to_what_is_there) {
  std::vector<uint64_t> sum = bits_of({1, 70}, 2);
  IdSet(bits_of({2, 70}, 2)).add_to(sum);
  EXPECT_EQ(sum, bits_of({1, 2, 70}, 2));
}

TEST(IdSet, takes_the_smaller_room) {
  EXPECT_EQ(IdSet(bits_of({99'999}, 2000)).bytes(), 4u);
  std::vector<uint32_t> all(64'000);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(IdSet(bits_of(all, 2000)).bytes(), 8'000u);
}

}  // namespace
}  // namespace lintcache
