// SPDX-License-Identifier: MIT
// Which questions of a traced tool its key answers, and which do not matter.
#include "run/key_cover.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "digest/input_facts.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

class KeyCoverTest : public testing::Test {
 protected:
  KeyCoverTest() {
    request.source_dir = tree.top();
    request.state_dir = tree.path("state");
    Toolchain toolchain;
    toolchain.executable = "/usr/bin/python3";
    toolchain.prefixes = {"/usr"};
    tool.toolchain = std::make_shared<const Toolchain>(toolchain);
    tool.adapter = std::make_shared<const Adapter>();
    tree.write("pkg/a.py", "");
  }

  void record(InputKind kind, const std::string& name, const std::string& detail = "") {
    recorded.push_back({{kind, tree.path(name), detail}, digest_of("x")});
  }
  [[nodiscard]] Fact fact(FactKind kind, const std::string& name) const { return {kind, tree.path(name), "", "", false}; }
  [[nodiscard]] bool holds(FactKind kind, const std::string& name) const {
    return KeyCover(request, tool, recorded).holds(fact(kind, name));
  }
  [[nodiscard]] std::string explained(FactKind kind, const std::string& path) const {
    return KeyCover(request, tool, recorded).explained({kind, path, "", "", false});
  }

  test::ScratchTree tree;
  Request request;
  PreparedTool tool;
  std::vector<InputState> recorded;
};

TEST_F(KeyCoverTest, a_content_tells_all_but_names) {
  record(InputKind::content, "pkg/a.py");
  for (const FactKind kind : {FactKind::content, FactKind::shape, FactKind::status, FactKind::absent}) EXPECT_TRUE(holds(kind, "pkg/a.py"));
  EXPECT_FALSE(holds(FactKind::content, "pkg/b.py"));
  EXPECT_FALSE(holds(FactKind::absent, "pkg/b.py"));
  EXPECT_FALSE(holds(FactKind::listing, "pkg"));
  EXPECT_TRUE(holds(FactKind::status, "pkg")) << "it is on the way";
}

TEST_F(KeyCoverTest, names_tell_whether_something_is_there) {
  record(InputKind::listing, "pkg");
  EXPECT_TRUE(holds(FactKind::listing, "pkg"));
  EXPECT_TRUE(holds(FactKind::absent, "pkg/b.py"));
  EXPECT_FALSE(holds(FactKind::content, "pkg/b.py"));
  recorded.push_back({{InputKind::lookup, tree.top(), "word"}, {}});
  EXPECT_TRUE(holds(FactKind::absent, "word.txt"));
  EXPECT_TRUE(holds(FactKind::absent, "word/below/it")) << "nothing can be where no directory is";
  EXPECT_FALSE(holds(FactKind::absent, "words")) << "another name";
}

TEST_F(KeyCoverTest, a_directory_that_is_there_tells_nothing_of_what_would_be_in_it) {
  recorded.push_back({{InputKind::listing, tree.top(), ""}, digest_of("x")});
  EXPECT_TRUE(holds(FactKind::absent, "other/x"));
  EXPECT_FALSE(holds(FactKind::absent, "pkg/x"));
}

TEST_F(KeyCoverTest, what_a_trace_recorded_is_answered) {
  const Fact asked = fact(FactKind::link, "to");
  recorded.push_back({input_of(asked), digest_of("x")});
  EXPECT_TRUE(holds(FactKind::link, "to"));
  EXPECT_TRUE(KeyCover(request, tool, recorded).holds({FactKind::environment, "", "", "", false})) << "variables have places of their own";
}

TEST_F(KeyCoverTest, noise_is_explained_and_nothing_else) {
  for (const char* path : {"/etc/ld.so.cache", "/usr/lib/locale/C.utf8/LC_CTYPE", "/lib/x86_64-linux-gnu/libc.so.6", "/etc/passwd"})
    EXPECT_NE(explained(FactKind::content, path), "") << path;
  EXPECT_EQ(explained(FactKind::content, "/etc/linter.conf"), "");
  EXPECT_EQ(explained(FactKind::content, "/usr/share/linter/rules"), "") << "the tool's own data, of which nobody knows the version";
  EXPECT_EQ(explained(FactKind::content, tree.path("pkg/lib.so")), "") << "a library of the tree";
  EXPECT_NE(explained(FactKind::status, tree.path("pkg")), "");
  EXPECT_EQ(explained(FactKind::listing, tree.path("pkg")), "");
  EXPECT_EQ(explained(FactKind::content, "/usr/lib/python3/dist-packages/x.py"), "") << "the tool is no Python program";
}

TEST_F(KeyCoverTest, a_program_in_python_has_its_packages_by_version) {
  Adapter adapter;
  adapter.module = "linter";
  tool.adapter = std::make_shared<const Adapter>(adapter);
  EXPECT_NE(explained(FactKind::content, "/usr/lib/python3/dist-packages/x.py"), "");
  record(InputKind::content, "pkg/a.py");
  EXPECT_NE(explained(FactKind::content, tree.path("pkg/__pycache__/a.cpython-311.pyc")), "");
  EXPECT_EQ(explained(FactKind::content, tree.path("pkg/__pycache__/b.cpython-311.pyc")), "");
}

}  // namespace
}  // namespace lintcache
