// SPDX-License-Identifier: MIT
// Errors in words, and leaving a function early.
#include "base/result.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <memory>

namespace lintcache {
namespace {

Result<std::unique_ptr<int>> half(int number) {
  if (number % 2 != 0) return asked_wrongly("odd", std::to_string(number), "give an even one");
  return std::make_unique<int>(number / 2);
}

Result<int> quarter(int number) {
  LINTCACHE_TRY_ASSIGN(const auto once, half(number));
  LINTCACHE_TRY_ASSIGN(const auto twice, half(*once));
  return *twice;
}

Result<void> check(int number) {
  LINTCACHE_TRY(half(number));
  return {};
}

TEST(Error, says_what_where_and_what_to_do_on_one_line) {
  EXPECT_EQ(our_fault("it broke").text(), "it broke");
  EXPECT_EQ(our_fault("it broke", "/a").text(), "it broke: /a");
  EXPECT_EQ(our_fault("it broke", "", "mend it").text(), "it broke (mend it)");
  EXPECT_EQ(our_fault("it broke", "/a\nb\xff", "mend it").text(), "it broke: /a\\nb\\xff (mend it)");
}

TEST(Error, knows_whose_fault_it_is) {
  EXPECT_EQ(asked_wrongly("x").blame, Blame::asker);
  EXPECT_EQ(our_fault("x").blame, Blame::us);
  EXPECT_EQ(system_error(ENOSPC, "x").blame, Blame::us);
}

TEST(Error, a_system_error_carries_its_reason) {
  EXPECT_EQ(system_error(ENOENT, "cannot open", "/a").text(),
            "cannot open (No such file or directory): /a");
}

TEST(Try, passes_values_on_and_leaves_with_the_first_error) {
  ASSERT_TRUE(quarter(8).ok());
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(7).error().where, "7");
  EXPECT_EQ(quarter(6).error().where, "3");
  EXPECT_TRUE(check(2).ok());
  EXPECT_FALSE(check(1));
}

}  // namespace
}  // namespace lintcache
