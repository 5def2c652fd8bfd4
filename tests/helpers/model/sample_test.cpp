// SPDX-License-Identifier: MIT
// A sample is what was asked for, and the same one for the same seed.
#include "model/sample.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace lintcache {
namespace {

std::vector<int> hundred() {
  std::vector<int> all(100);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST(SampleFrom, reads_numbers_and_shares) {
  EXPECT_EQ(sample_from("20")->number, 20u);
  EXPECT_EQ(sample_from("5%")->percent, 5);
  EXPECT_EQ(sample_from("0.5%")->percent, 0.5);
  EXPECT_FALSE(sample_from("20")->percent);
}

TEST(SampleFrom, refuses_the_rest) {
  for (const char* text : {"", "0", "-1", "1.5", "x", "5 %", "5%%", "0%", "101%", "nan", "inf", "1e99", "%"})
    EXPECT_FALSE(sample_from(text)) << text;
}

TEST(Chosen, is_as_many_as_asked_for_and_no_more_than_there_are) {
  EXPECT_EQ(chosen(hundred(), {}).size(), 100u);
  EXPECT_EQ(chosen(hundred(), *sample_from("20")).size(), 20u);
  EXPECT_EQ(chosen(hundred(), *sample_from("7%")).size(), 7u);
  EXPECT_EQ(chosen(hundred(), *sample_from("0.1%")).size(), 1u);
  EXPECT_EQ(chosen(hundred(), *sample_from("500")).size(), 100u);
  EXPECT_TRUE(chosen(std::vector<int>(), *sample_from("5%")).empty());
}

TEST(Chosen, is_the_same_for_the_same_seed_only) {
  Sample sample = *sample_from("20");
  const auto first = chosen(hundred(), sample);
  EXPECT_EQ(chosen(hundred(), sample), first);
  EXPECT_EQ(std::set<int>(first.begin(), first.end()).size(), 20u);
  sample.seed = 1;
  EXPECT_NE(chosen(hundred(), sample), first);
}

}  // namespace
}  // namespace lintcache
