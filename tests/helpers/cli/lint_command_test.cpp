// SPDX-License-Identifier: MIT
// What the verb prints where there is nothing to run; tests/behaviour runs it in full.
#include "cli/lint_command.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

TEST(LintCommand, a_tree_that_is_gone_is_the_askers_mistake) {
  const test::ScratchTree tree;
  Options options;
  options.request.source_dir = tree.path("s");
  options.request.state_dir = tree.path("state");
  testing::internal::CaptureStderr();
  EXPECT_EQ(lint_command(options, {}), 2);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("the source tree is not there"), std::string::npos);
}

}  // namespace
}  // namespace lintcache
