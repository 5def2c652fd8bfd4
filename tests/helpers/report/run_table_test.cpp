// SPDX-License-Identifier: MIT
// The table is aligned, and tells nothing where nothing is known.
#include "report/run_table.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(RunTable, is_empty_where_the_run_was_remembered) { EXPECT_EQ(run_table({}), ""); }

TEST(RunTable, has_a_row_for_each_tool_and_what_took_longest) {
  Summary summary;
  summary.by_tool["pylint"] = {12, 3, 0, 7, 300, 1042, 83'000'000'000};
  summary.by_tool["日"] = {0, 0, 1, 0, 0, 0, 0};
  summary.slowest = {{"pylint", "pkg/a.py", 12'100'000'000}, {"mypy", "", 3'000'000'000}};
  EXPECT_EQ(run_table(summary),
            "          clean  found  broke  not run  cached  findings   time\n"
            "  pylint     12      3      -        7     300      1042  83.0s\n"
            "  日          -      -      1        -       -         -      -\n"
            "  slowest:\n"
            "    12.1s  pylint pkg/a.py\n"
            "     3.0s  mypy (tree)\n");
}

}  // namespace
}  // namespace lintcache
