// SPDX-License-Identifier: MIT
// What the verb prints: numbers, names, or which rule decided.
#include "cli/discover_command.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class DiscoverCommand : public testing::Test {
 protected:
  DiscoverCommand() {
    options.verb = Verb::discover;
    options.request.name = "app";
    options.request.source_dir = tree.path("s");
    options.request.state_dir = tree.path("state");
  }
  std::string shown() {
    testing::internal::CaptureStdout();
    EXPECT_EQ(discover_command(options), 0);
    return testing::internal::GetCapturedStdout();
  }
  std::string complaint() {
    testing::internal::CaptureStderr();
    EXPECT_EQ(discover_command(options), 2);
    return testing::internal::GetCapturedStderr();
  }
  test::ScratchTree tree;
  Options options;
};

TEST_F(DiscoverCommand, counts_or_names_the_files) {
  tree.write("s/b.py");
  tree.write("s/d/new\nline.py");
  EXPECT_EQ(shown(), "lintcache app: 2 files, 2 directories listed\n");
  options.names = true;
  EXPECT_EQ(shown(), "b.py\nd/new\\nline.py\n");
  options.request.selected_files = {"d"};
  EXPECT_EQ(shown(), "d/new\\nline.py\n");
}

TEST_F(DiscoverCommand, lists_what_decided_and_who_said_so) {
  for (const char* file : {"s/a.py", "s/b.py", "s/gen/x.py", "s/note.txt", "s/venv/pyvenv.cfg", "s/.git/config"})
    tree.write(file);
  options.list = true;
  options.request.exclude = {"gen/", "b.py"};
  options.set_by = {{"exclude", Source::tree_settings}};
  const std::string lines =
      "skip  .git/  hidden\n"
      "lint  a.py  include **/*.py (default)\n"
      "skip  b.py  exclude b.py (lintcache.json)\n"
      "skip  gen/  exclude gen/ (lintcache.json)\n"
      "skip  venv/  pyvenv.cfg in it\n";
  EXPECT_EQ(shown(), lines);
  options.all = true;
  options.set_by = {{"exclude", Source::command_line}, {"include", Source::manifest}};
  EXPECT_EQ(shown(),
            "skip  .git/  hidden\n"
            "lint  a.py  include **/*.py (manifest)\n"
            "skip  b.py  exclude b.py (command line)\n"
            "skip  gen/  exclude gen/ (command line)\n"
            "skip  note.txt  no include pattern\n"
            "skip  venv/  pyvenv.cfg in it\n");
  options.request.binary_dir = tree.path("build");
  options.request.selected_files = {"a.py"};
  EXPECT_EQ(shown(), "lint  a.py  include **/*.py (CMake)\n");
}

TEST_F(DiscoverCommand, who_asks_about_a_file_hears_of_it_or_of_the_directory_left_out) {
  for (const char* file : {"s/a.py", "s/note.txt", "s/gen/x/y.py", "s/pkg/b.py"}) tree.write(file);
  options.list = true;
  options.request.exclude = {"gen/"};
  const auto about = [&](const std::string& file) {
    options.request.selected_files = {file};
    return shown();
  };
  EXPECT_EQ(about("note.txt"), "skip  note.txt  no include pattern\n");
  EXPECT_EQ(about("gen/x/y.py"), "skip  gen/  exclude gen/ (default)\n");
  EXPECT_EQ(about("pkg"), "lint  pkg/b.py  include **/*.py (default)\n");
  EXPECT_EQ(about(""),
            "lint  a.py  include **/*.py (default)\n"
            "skip  gen/  exclude gen/ (default)\n"
            "skip  note.txt  no include pattern\n"
            "lint  pkg/b.py  include **/*.py (default)\n");
  options.request.selected_files = {"none.py"};
  EXPECT_NE(complaint().find("none.py"), std::string::npos);
}

TEST_F(DiscoverCommand, a_tree_that_is_gone_is_the_askers_mistake) {
  EXPECT_NE(complaint().find(tree.path("s")), std::string::npos);
  options.list = true;
  EXPECT_NE(complaint().find(tree.path("s")), std::string::npos);
}

}  // namespace
}  // namespace lintcache
