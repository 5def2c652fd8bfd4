// SPDX-License-Identifier: MIT
// The list of built-in linters.
#include "tools/adapter.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(Adapters, are_found_by_name) {
  EXPECT_EQ(find_adapter("mypy"), nullptr);
  for (const Adapter& adapter : adapters()) {
    EXPECT_EQ(find_adapter(adapter.name)->name, adapter.name);
    EXPECT_FALSE(adapter.config.upwards.empty());
  }
}

TEST(AsArgument, never_looks_like_an_option) {
  EXPECT_EQ(as_argument("a/-b.py"), "a/-b.py");
  EXPECT_EQ(as_argument("-b.py"), "./-b.py");
  EXPECT_EQ(as_argument("--help.py"), "./--help.py");
}

}  // namespace
}  // namespace lintcache
