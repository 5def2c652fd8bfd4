// SPDX-License-Identifier: MIT
// A setting that differs from last time is told once, with what it was.
#include "run/latch.h"

#include <gtest/gtest.h>

#include "discovery/settings.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using Lines = std::vector<std::string>;

class Latch : public testing::Test {
 protected:
  Lines latch() {
    test::FakeDisk disk;
    StatCache cache(disk);
    StateStore store(tree.top());
    Lines lines = latch_settings({request, store, cache, stop, outer, voice});
    store.commit();
    return lines;
  }
  test::ScratchTree tree;
  Request request;
  Stop stop;
  Lines outer = {"HOME=/h", "PATH=/bin"};
  Voice voice;
};

TEST_F(Latch, nothing_is_told_the_first_time_or_where_nothing_changed) {
  request.exclude = {"gen"};
  EXPECT_EQ(latch(), Lines());
  EXPECT_EQ(latch(), Lines());
}

TEST_F(Latch, a_change_is_told_once_each_way) {
  latch();
  request.exclude = {"gen", "old/*"};
  EXPECT_EQ(latch(), Lines{"exclude changed: \"\" -> \"gen old/*\""});
  EXPECT_EQ(latch(), Lines());
  request.exclude.clear();
  EXPECT_EQ(latch(), Lines{"exclude changed: \"gen old/*\" -> \"\""});
}

TEST_F(Latch, values_of_each_type_are_text) {
  latch();
  request.python = "/usr/bin/python3";
  EXPECT_EQ(latch(), Lines{"python changed: \"\" -> \"/usr/bin/python3\""});
  request.add_source_tree_to_python_path = true;
  EXPECT_EQ(latch()[0], "add_source_tree_to_python_path changed: \"off\" -> \"on\"");
  request.import_memory_limit = 100;
  EXPECT_EQ(latch(), Lines{"import_memory_limit changed: \"4096\" -> \"100\""});
  request.import_time_limit = 0.25;
  EXPECT_EQ(latch(), Lines{"import_time_limit changed: \"30\" -> \"0.25\""});
  request.linter_time_limit = 0.25;
  EXPECT_EQ(latch(), Lines{}) << "it decides how long one waits, not what is found";
  request.import_time_limit = 100;
  EXPECT_EQ(latch(), Lines{"import_time_limit changed: \"0.25\" -> \"100\""});
  request.python = "a\nb\xff";
  EXPECT_EQ(latch(), Lines{"python changed: \"/usr/bin/python3\" -> \"a\\nb\\xff\""});
}

TEST_F(Latch, settings_that_are_no_options_are_latched_too) {
  latch();
  request.skip = {"a.py"};
  EXPECT_EQ(latch(), Lines{"skip changed: \"\" -> \"a.py\""});
  ToolDeclaration tool;
  tool.name = "own";
  request.lint_tools = {tool};
  EXPECT_EQ(latch(), Lines{"lint_tools changed: \"\" -> \"own\""});
}

TEST_F(Latch, the_environment_is_the_effective_one) {
  latch();
  request.environment = {"MODE=one"};
  const Lines lines = latch();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].starts_with("environment changed: ")) << lines[0];
  EXPECT_NE(lines[0].find("MODE=one"), std::string::npos);
  // From outside or set: it is the same.
  outer.push_back("PYTHONPATH=/lib");
  EXPECT_EQ(latch().size(), 1u);
  outer = {"HOME=/other", "PATH=/usr/bin", "EDITOR=vi"};
  request.environment.push_back("PYTHONPATH=/lib");
  EXPECT_EQ(latch(), Lines());
}

TEST_F(Latch, how_to_go_about_the_work_is_not_latched) {
  latch();
  request.jobs = 7;
  request.fail_fast = request.warn_only = true;
  request.merged_log = "/log";
  request.worker = "/worker";
  request.name = "other";
  request.state_dir = "/elsewhere";
  request.selected_tools = {"flake8"};
  request.selected_files = {"a.py"};
  EXPECT_EQ(latch(), Lines());
}

}  // namespace
}  // namespace lintcache
