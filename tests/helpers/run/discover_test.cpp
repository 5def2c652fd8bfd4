// SPDX-License-Identifier: MIT
// Discovery as a command: files by name, and what was decided about the ones that are asked for.
#include "run/discover.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using Paths = std::vector<std::string>;

class Discover : public testing::Test {
 protected:
  Discover() {
    request.source_dir = tree.path("s");
    request.state_dir = tree.path("state");
    for (const char* file : {"s/a.py", "s/pkg/b.py", "s/pkg/data.txt", "s/gen/c.py"}) tree.write(file);
    request.exclude = {"gen/"};
  }
  Paths judged() {
    const auto all = judge_run(request, stop, voice);
    EXPECT_TRUE(all.ok()) << all.error().text();
    Paths paths;
    if (all)
      for (const Judgement& one : *all) paths.push_back(one.path);
    return paths;
  }
  test::ScratchTree tree;
  Request request;
  Stop stop;
  Voice voice{[](const std::string&) {}, [](const std::string&) {}};
};

TEST_F(Discover, gives_the_files_that_are_selected) {
  const auto all = discover_run(request, stop, voice);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->files, (Paths{"a.py", "pkg/b.py"}));
  EXPECT_EQ(all->directories_listed, 2u);
  request.selected_files = {"pkg"};
  EXPECT_EQ(discover_run(request, stop, voice)->files, Paths{"pkg/b.py"});
  request.selected_files = {"gen/c.py"};
  EXPECT_FALSE(discover_run(request, stop, voice).ok());
}

TEST_F(Discover, judges_all_or_what_is_selected) {
  EXPECT_EQ(judged(), (Paths{"a.py", "gen/", "pkg/b.py", "pkg/data.txt"}));
  request.selected_files = {"gen/c.py", "pkg"};
  EXPECT_EQ(judged(), (Paths{"gen/", "pkg/b.py", "pkg/data.txt"}));
  request.selected_files = {"a.py", "ghost.py"};
  EXPECT_EQ(judge_run(request, stop, voice).error().where, tree.path("s/ghost.py"));
}

}  // namespace
}  // namespace lintcache
