// SPDX-License-Identifier: MIT
// What the verbs print where there is nothing to run; tests/behaviour runs them in full.
#include "cli/lint_command.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::CaptureStdout;
using testing::internal::GetCapturedStderr;
using testing::internal::GetCapturedStdout;

class DiscoverCommand : public testing::Test {
 protected:
  DiscoverCommand() {
    options.verb = Verb::discover;
    options.request.name = "app";
    options.request.source_dir = tree.path("s");
    options.request.state_dir = tree.path("state");
  }
  test::ScratchTree tree;
  Options options;
};

TEST_F(DiscoverCommand, counts_or_lists_the_files) {
  tree.write("s/b.py");
  tree.write("s/d/new\nline.py");
  CaptureStdout();
  EXPECT_EQ(discover_command(options), 0);
  EXPECT_EQ(GetCapturedStdout(), "lintcache app: 2 files, 2 directories listed\n");
  options.list = true;
  CaptureStdout();
  EXPECT_EQ(discover_command(options), 0);
  EXPECT_EQ(GetCapturedStdout(), "b.py\nd/new\\nline.py\n");
}

TEST_F(DiscoverCommand, a_tree_that_is_gone_is_the_askers_mistake) {
  CaptureStderr();
  EXPECT_EQ(discover_command(options), 2);
  EXPECT_NE(GetCapturedStderr().find(tree.path("s")), std::string::npos);
}

TEST_F(DiscoverCommand, lint_of_a_tree_that_is_gone_says_the_same) {
  CaptureStderr();
  EXPECT_EQ(lint_command(options.request, {}), 2);
  EXPECT_NE(GetCapturedStderr().find("the source tree is not there"), std::string::npos);
}

}  // namespace
}  // namespace lintcache
