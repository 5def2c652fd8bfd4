// SPDX-License-Identifier: MIT
// How old a file must be for its stat tuple to vouch for it.
#include "digest/trust.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::k_millisecond;
using test::k_second;

constexpr int64_t k_now = 1'700'000'000 * k_second + 123'456'789;

StatTuple changed_at(int64_t time) { return {1, time, time, 1}; }

TEST(IsAmbiguous, where_fractions_are_kept_ten_milliseconds_are_enough) {
  EXPECT_TRUE(is_ambiguous(changed_at(k_now), k_now, 0));
  EXPECT_TRUE(is_ambiguous(changed_at(k_now - 10 * k_millisecond), k_now, 0));
  EXPECT_FALSE(is_ambiguous(changed_at(k_now - 10 * k_millisecond - 1), k_now, 0));
  // Kernels that tick 250 or 1000 times a second, on file systems that keep what they are told.
  for (const int64_t tick : {k_millisecond, 4 * k_millisecond})
    EXPECT_FALSE(is_ambiguous(changed_at((k_now - 15 * k_millisecond) / tick * tick), k_now, 0)) << tick;
}

TEST(IsAmbiguous, whole_seconds_need_two_of_them) {
  const int64_t second = k_now / k_second * k_second;
  EXPECT_TRUE(is_ambiguous(changed_at(second), second + 2 * k_second, 0));
  EXPECT_FALSE(is_ambiguous(changed_at(second), second + 2 * k_second + 1, 0));
  // The mtime was set by a program, the ctime tells that fractions are kept.
  EXPECT_FALSE(is_ambiguous({1, second, second + 1, 1}, second + k_second, 0));
}

TEST(IsAmbiguous, the_newest_time_counts_and_the_future_is_doubtful) {
  EXPECT_TRUE(is_ambiguous({1, k_now - k_second, k_now, 1}, k_now, 0));
  EXPECT_TRUE(is_ambiguous({1, k_now + 100 * k_second, k_now - k_second, 1}, k_now, 0));
  EXPECT_TRUE(is_ambiguous(changed_at(k_now + 100 * k_second), k_now, 0));
}

TEST(IsAmbiguous, drift_makes_more_doubtful_and_never_less) {
  EXPECT_TRUE(is_ambiguous(changed_at(k_now - 60 * k_second), k_now, 60 * k_second));
  EXPECT_FALSE(is_ambiguous(changed_at(k_now - 60 * k_second - 1), k_now, 60 * k_second));
  EXPECT_TRUE(is_ambiguous(changed_at(k_now - 5 * k_millisecond), k_now, k_millisecond));
}

TEST(ChangedSince, counts_what_rounding_may_have_hidden) {
  EXPECT_TRUE(changed_since(changed_at(k_now), k_now));
  EXPECT_TRUE(changed_since(changed_at(k_now - 10 * k_millisecond), k_now));
  EXPECT_FALSE(changed_since(changed_at(k_now - 11 * k_millisecond), k_now));
  const int64_t second = k_now / k_second * k_second;
  EXPECT_TRUE(changed_since(changed_at(second - k_second), k_now));
  EXPECT_FALSE(changed_since(changed_at(second - 2 * k_second), k_now));
  // An mtime can be set to anything.
  EXPECT_FALSE(changed_since({1, k_now, k_now - k_second + 1, 1}, k_now));
}

TEST(JudgedText, comes_back_as_it_went_and_nonsense_is_no_judgement) {
  const JudgedTimes judged{k_now, k_now - 1, 60 * k_second};
  EXPECT_EQ(judged_from(text_of(judged)), judged);
  for (const char* text : {"", " ", "x", "1", "1 2", "1 2 x", "1,2,3", "1  2"}) EXPECT_EQ(judged_from(text), JudgedTimes{}) << text;
}

}  // namespace
}  // namespace lintcache
