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
  Files all() {
    StatCache cache(disk);
    auto files = find_all_files(request, cache);
    EXPECT_TRUE(files.ok()) << files.error().text();
    return files ? *files : Files();
  }
  // What was decided, as `path rule detail`, the rule by its number.
  Files judged() {
    StatCache cache(disk);
    const auto all = judge_files(request, cache);
    EXPECT_TRUE(all.ok()) << all.error().text();
    Files lines;
    if (all)
      for (const Judgement& one : *all) lines.push_back(line(one.path, one.rule, one.detail));
    return lines;
  }
  static std::string line(const std::string& path, Rule rule, const std::string& detail = "") {
    return path + " " + std::to_string(static_cast<int>(rule)) + " " + detail;
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

TEST_F(TreeWalk, files_on_the_allowlist_are_left_out_by_their_exact_names) {
  write({"a.py", "d/a.py", "d/b.py"});
  disk.write("/allow", "d/a.py\nno/such.py\n");
  request.allowlist = "/allow";
  EXPECT_EQ(found(), (Files{"a.py", "d/b.py"}));
  disk.write("/allow", "a.py\r\n");
  EXPECT_EQ(found(), (Files{"d/a.py", "d/b.py"}));
  disk.remove("/allow");
  EXPECT_EQ(refused().where, "/allow");
}

TEST_F(TreeWalk, all_files_are_those_of_the_directories_that_are_walked) {
  write({"a.py", "data.json", "d/schema.xsd", "d/skipped.py", "allowed.py", "vendor/v.py", "d/old.bak", ".git/config",
         "build/x.o", "venv/pyvenv.cfg", "state/state.sqlite", "Makefile"});
  disk.write("/allow", "allowed.py\n");
  request.allowlist = "/allow";
  request.skip = {"/s/d/skipped.py"};
  request.exclude = {"vendor/", "*.bak"};
  request.binary_dir = "/s/build";
  request.state_dir = "/s/state";
  EXPECT_EQ(all(), (Files{"Makefile", "a.py", "allowed.py", "d/schema.xsd", "d/skipped.py", "data.json"}));
  request.include = {"/*.py"};
  EXPECT_EQ(all(), (Files{"Makefile", "a.py", "allowed.py", "data.json"}));
}

TEST_F(TreeWalk, all_files_hold_every_linted_file_but_no_other_hidden_one) {
  write({".hidden.py", ".coverage", "a.py"});
  EXPECT_EQ(all(), (Files{".hidden.py", "a.py"}));
}

TEST_F(TreeWalk, all_files_hold_nothing_that_a_run_writes) {
  write({"a.py", "__pycache__/a.cpython-311.pyc", "d/__pycache__/b.pyc", "out/merged.log", "out/other.log"});
  request.merged_log = "/s/out/merged.log";
  EXPECT_EQ(all(), (Files{"a.py", "out/other.log"}));
}

TEST_F(TreeWalk, what_was_decided_is_told_with_the_pattern) {
  write({"a.py", "b.py", "c.py", "note.txt", "gen/x.py", ".venv/x.py", "build/x.py", "v/pyvenv.cfg", "docs/index.rst",
         "state/x", "d/e.py"});
  disk.write("/allow", "c.py\n");
  request.allowlist = "/allow";
  request.skip = {"/s/b.py"};
  request.include = {"*.py", "d/"};
  request.exclude = {"gen/"};
  request.binary_dir = "/s/build";
  request.state_dir = "/s/state";
  EXPECT_EQ(judged(),
            (Files{line(".venv/", Rule::hidden), line("a.py", Rule::include, "*.py"), line("b.py", Rule::skip_linting),
                   line("build/", Rule::binary_directory), line("c.py", Rule::allowlist),
                   line("d/e.py", Rule::include, "*.py"), line("docs/index.rst", Rule::no_include),
                   line("gen/", Rule::exclude, "gen/"), line("note.txt", Rule::no_include),
                   line("state/", Rule::state_directory), line("v/", Rule::marked, "pyvenv.cfg")}));
}

TEST_F(TreeWalk, what_is_decided_as_linted_is_what_is_found) {
  write({"a.py", "b.py", "d/a.py", "d/b.txt", ".x/c.py", "e/f/g.py", "e/h.py"});
  request.include = {"*.py", ".x/*", "e/"};
  request.exclude = {"b.py", "/e/f"};
  StatCache cache(disk);
  const auto all = judge_files(request, cache);
  ASSERT_TRUE(all.ok());
  Files linted;
  for (const Judgement& one : *all)
    if (one.rule == Rule::include) linted.push_back(one.path);
  EXPECT_EQ(linted, found());
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
  EXPECT_EQ(*find_all_files(request, cache), *files);
  std::vector<std::pair<std::string, Rule>> judged;
  const auto all = judge_files(request, cache);
  ASSERT_TRUE(all.ok());
  for (const Judgement& one : *all) judged.emplace_back(one.path, one.rule);
  EXPECT_EQ(judged, (std::vector<std::pair<std::string, Rule>>{{"a.py", Rule::include},
                                                               {"d/b.py", Rule::include},
                                                               {"dangling.py", Rule::no_file},
                                                               {"directory.py", Rule::linked_directory},
                                                               {"link.py", Rule::include},
                                                               {"loop", Rule::linked_directory},
                                                               {"out", Rule::linked_directory}}));
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
