// SPDX-License-Identifier: MIT
// Which files of a tree are linted, rule by rule.
#include "discovery/tree_walk.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using Files = std::vector<std::string>;

class TreeWalk : public testing::Test {
 protected:
  TreeWalk() {
    request.source_dir = "/s";
    request.state_dir = "/b/lintcache/s";
    disk.make_directory("/s");
  }
  void write(const Files& files) {
    for (const std::string& file : files) disk.write("/s/" + file, "");
  }
  Files found() {
    StatCache cache(disk);
    auto files = find_files(request, cache);
    EXPECT_TRUE(files.ok()) << files.error().text();
    return files ? *files : Files();
  }
  Error refused() {
    StatCache cache(disk);
    const auto files = find_files(request, cache);
    EXPECT_FALSE(files.ok());
    return files ? Error() : files.error();
  }
  test::FakeDisk disk;
  Request request;
};

TEST_F(TreeWalk, finds_python_files_at_every_depth_sorted_by_bytes) {
  write({"b.py", "a.py", "d/a.py", "d-e/a.py", "d/e/f/a.py", "a.txt", "B.py", "a.pyc"});
  EXPECT_EQ(found(), (Files{"B.py", "a.py", "b.py", "d-e/a.py", "d/a.py", "d/e/f/a.py"}));
}

TEST_F(TreeWalk, an_empty_tree_has_no_files) { EXPECT_EQ(found(), Files()); }

TEST_F(TreeWalk, include_takes_the_place_of_the_default) {
  write({"a.py", "wscript", "d/wscript", "e/b.py"});
  request.include = {"wscript", "e/*.py"};
  EXPECT_EQ(found(), (Files{"d/wscript", "e/b.py", "wscript"}));
}

TEST_F(TreeWalk, include_of_a_directory_means_the_python_files_below_it) {
  write({"a.py", "d/a.py", "d/e/b.py", "d/e/data.txt", "f/d/c.py"});
  request.include = {"d/"};
  EXPECT_EQ(found(), (Files{"d/a.py", "d/e/b.py", "f/d/c.py"}));
  request.include = {"/d"};
  EXPECT_EQ(found(), (Files{"d/a.py", "d/e/b.py"}));
}

TEST_F(TreeWalk, exclude_is_stronger_than_include) {
  write({"a.py", "a_test.py", "d/b.py", "vendor/c.py", "d/vendor/c.py", "e/vendor.py"});
  request.exclude = {"*_test.py", "vendor"};
  EXPECT_EQ(found(), (Files{"a.py", "d/b.py", "e/vendor.py"}));
  request.exclude = {"vendor/", "/d/*.py"};
  request.include = {"**/*.py", "vendor/*.py"};
  EXPECT_EQ(found(), (Files{"a.py", "a_test.py", "e/vendor.py"}));
}

TEST_F(TreeWalk, a_directory_that_is_left_out_is_not_even_listed) {
  write({"a.py", "vendor/c.py", ".git/hooks/h.py", "deep/d.py"});
  request.include = {"/*.py", "vendor/*.py"};
  request.exclude = {"vendor"};
  EXPECT_EQ(found(), Files{"a.py"});
  for (const char* directory : {"/s/vendor", "/s/.git", "/s/deep"}) EXPECT_EQ(disk.listings(directory), 0u) << directory;
}

TEST_F(TreeWalk, skipped_files_are_left_out) {
  write({"a.py", "d/a.py"});
  request.skip = {"/s/d/a.py"};
  EXPECT_EQ(found(), Files{"a.py"});
}

TEST_F(TreeWalk, hidden_directories_are_left_out_but_hidden_files_are_not) {
  write({".venv/a.py", ".hidden.py", "d/.git/a.py", ".github/scripts/a.py"});
  EXPECT_EQ(found(), Files{".hidden.py"});
  request.include = {"**/*.py", ".github/**/*.py"};
  EXPECT_EQ(found(), (Files{".github/scripts/a.py", ".hidden.py"}));
}

TEST_F(TreeWalk, directories_that_programs_made_for_themselves_are_left_out) {
  for (const std::string marker : {"pyvenv.cfg", "CACHEDIR.TAG", "CMakeCache.txt"}) {
    write({marker + ".d/" + marker, marker + ".d/a.py", marker + ".d/lib/b.py"});
    write({"x/not-" + marker, "x/" + marker + "x"});
  }
  write({"x/a.py"});
  EXPECT_EQ(found(), Files{"x/a.py"});
  request.include.push_back("pyvenv.cfg.d/*.py");
  EXPECT_EQ(found(), (Files{"pyvenv.cfg.d/a.py", "pyvenv.cfg.d/lib/b.py", "x/a.py"}));
}

TEST_F(TreeWalk, a_marker_at_the_top_leaves_the_tree_in) {
  write({"CMakeCache.txt", "a.py"});
  EXPECT_EQ(found(), Files{"a.py"});
}

TEST_F(TreeWalk, the_binary_directory_is_left_out_unless_it_is_named) {
  write({"a.py", "build/gen/g.py", "building/b.py"});
  request.binary_dir = "/s/build";
  EXPECT_EQ(found(), (Files{"a.py", "building/b.py"}));
  request.include.push_back("build/gen/*.py");
  EXPECT_EQ(found(), (Files{"a.py", "build/gen/g.py", "building/b.py"}));
}

TEST_F(TreeWalk, the_state_directory_is_left_out_whatever_include_says) {
  write({"a.py", "state/x.py"});
  request.state_dir = "/s/state";
  request.include = {"**/*.py", "state/*.py"};
  EXPECT_EQ(found(), Files{"a.py"});
}

TEST_F(TreeWalk, a_directory_named_like_a_file_is_no_file) {
  write({"d.py/a.txt", "d.py/b.py"});
  EXPECT_EQ(found(), Files{"d.py/b.py"});
}

TEST_F(TreeWalk, a_tree_that_is_gone_is_an_error_not_an_empty_tree) {
  disk.remove("/s");
  EXPECT_EQ(refused().blame, Blame::asker);
  EXPECT_EQ(refused().where, "/s");
}

TEST_F(TreeWalk, a_directory_that_cannot_be_read_is_an_error_unless_it_is_left_out) {
  write({"a.py", "d/a.py"});
  disk.make_unreadable("/s/d");
  EXPECT_EQ(refused().where, "/s/d");
  request.exclude = {"d/"};
  EXPECT_EQ(found(), Files{"a.py"});
}

TEST_F(TreeWalk, a_pattern_that_is_wrong_is_refused) {
  request.include = {"../x"};
  EXPECT_EQ(refused().where, "../x");
  request.include = {"*.py"};
  request.exclude = {""};
  EXPECT_EQ(refused().blame, Blame::asker);
}

TEST(TreeWalkLinks, links_to_files_are_files_and_those_to_directories_are_not_followed) {
  const test::ScratchTree tree;
  tree.write("s/a.py");
  tree.write("s/d/b.py");
  tree.write("elsewhere/c.py");
  tree.link("s/link.py", tree.path("elsewhere/c.py"));
  tree.link("s/dangling.py", tree.path("elsewhere/none.py"));
  tree.link("s/directory.py", tree.path("elsewhere"));
  tree.link("s/loop", tree.path("s"));
  tree.link("s/out", tree.path("elsewhere"));
  Request request;
  request.source_dir = tree.path("s");
  StatCache cache(real_disk());
  const auto files = find_files(request, cache);
  ASSERT_TRUE(files.ok());
  EXPECT_EQ(*files, (Files{"a.py", "d/b.py", "link.py"}));
}

TEST(TreeWalkLinks, what_a_link_leads_to_is_asked_at_every_run) {
  const test::ScratchTree tree;
  tree.link("s/link.py", tree.path("target.py"));
  Request request;
  request.source_dir = tree.path("s");
  Memory memory;
  {
    StatCache cache(real_disk());
    EXPECT_EQ(*find_files(request, cache), Files());
    memory = cache.memory();
  }
  tree.write("target.py");
  StatCache cache(real_disk(), memory);
  EXPECT_EQ(*find_files(request, cache), Files{"link.py"});
}

}  // namespace
}  // namespace lintcache
