// SPDX-License-Identifier: MIT
// What is written where standard error is no terminal; tests/behaviour 850 looks at a terminal.
#include "cli/status_line.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

Options asking(const std::string& progress) {
  Options options;
  options.verb_name = "lint";
  options.request.name = "app";
  options.progress = progress;
  return options;
}

std::string shown(const std::string& progress) {
  CaptureStderr();
  {
    StatusLine status(asking(progress), {});
    EXPECT_FALSE(status.trouble());
    status.note(TasksExpected{3});
    status.note(TasksReused{"flake8", 2, 1});
    status.clear();
    status.end({}, 0);
  }
  return GetCapturedStderr();
}

TEST(StatusLineTest, nothing_is_shown_to_who_does_not_look) {
  EXPECT_EQ(shown(""), "") << "the verb has no such option";
  EXPECT_EQ(shown("none"), "");
  EXPECT_EQ(shown("auto"), "") << "it was quick";
}

TEST(StatusLineTest, lines_have_a_first_and_a_last_one) {
  EXPECT_EQ(shown("lines"), "lintcache app: [0/3] looking for files\nlintcache app: [2/3] looking for files, 1 finding\n");
}

TEST(StatusLineTest, programs_get_all) {
  const std::string lines = shown("json");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4) << lines;
  EXPECT_TRUE(lines.starts_with(R"({"event":"begin",)")) << lines;
}

TEST(StatusLineTest, programs_may_have_a_file_which_others_add_to) {
  const test::ScratchTree tree;
  const std::string file = tree.path("events");
  EXPECT_EQ(shown("json:" + file), "");
  shown("json:" + file);
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 8) << text;
}

TEST(StatusLineTest, a_file_that_cannot_be_written_is_told) {
  StatusLine status(asking("json:/proc/no/such"), {});
  ASSERT_TRUE(status.trouble());
  EXPECT_EQ(status.trouble()->blame, Blame::asker);
}

TEST(StatusLineTest, what_is_printed_between_stays) {
  CaptureStderr();
  StatusLine status(asking("block"), {});
  status.note(TasksExpected{3});
  status.print(stderr, "hello\n");
  status.clear();
  status.note(TasksExpected{4});
  EXPECT_TRUE(GetCapturedStderr().ends_with("hello\n"));
}

}  // namespace
}  // namespace lintcache
