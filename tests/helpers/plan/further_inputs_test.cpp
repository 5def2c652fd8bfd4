// SPDX-License-Identifier: MIT
// What ruff reads by the texts of its configuration and of the file; what cannot be told is doubted.
#include "plan/further_inputs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

class FurtherInputsOf : public testing::Test {
 protected:
  FurtherInputsOf() {
    std::filesystem::create_directories(tree.path("s"));
    request.source_dir = tree.path("s");
    auto known = std::make_shared<Adapter>();
    known->config.upwards = known->config.beside = {"ruff.toml", "pyproject.toml"};
    known->config.extends = "extend";
    known->config.roots = "src";
    tool.adapter = known;
    // As config_places() gives them.
    tool.config = {{InputKind::content, tree.path("s/ruff.toml"), {}}};
    tool.environment.variables = {"HOME=" + tree.path("home")};
  }

  void find(const std::string& file) {
    FoundBefore nothing;
    found = further_inputs(request, tool, file, nothing);
  }

  [[nodiscard]] bool has(InputKind kind, const std::string& path, const std::string& detail = "") const {
    const Input input{kind, tree.path(path), detail};
    return std::any_of(found.inputs.begin(), found.inputs.end(), [&](const TracedInput& one) { return one.input == input; });
  }

  const test::ScratchTree tree;
  Request request;
  PreparedTool tool;
  FurtherInputs found;
};

TEST_F(FurtherInputsOf, configuration_extends_another_one_and_so_on) {
  tree.write("s/pkg/ruff.toml", "extend = '../base.toml'  # rest\n");
  tree.write("s/base.toml", "line-length = 99\n\"extend\"=\"shared/more.toml\"\n");
  tree.write("home/all.toml", "extend = \"all.toml\"\n");
  tree.write("s/shared/more.toml", "[tool.ruff]\nextend   = \"~/all.toml\"\nextend-exclude = [\"x\"]\n");
  tree.write("s/pkg/a.py", "");
  find("pkg/a.py");
  EXPECT_EQ(found.doubt, "");
  for (const char* path : {"s/base.toml", "s/shared/more.toml", "home/all.toml"})
    EXPECT_TRUE(has(InputKind::content, path)) << path;
  find("b.py");
  EXPECT_FALSE(has(InputKind::content, "s/base.toml")) << "that is another directory's";
}

TEST_F(FurtherInputsOf, one_above_the_tree_counts_too) {
  tool.config = {{InputKind::content, tree.write("ruff.toml", "extend = 'gone.toml'\n"), {}}};
  find("a.py");
  EXPECT_TRUE(has(InputKind::content, "gone.toml"));
}

TEST_F(FurtherInputsOf, what_is_not_plain_is_doubted) {
  for (const char* text : {"extend = \"$HOME/x.toml\"\n", "extend = \"~other/x.toml\"\n", "extend = \"a\\u0062.toml\"\n",
                           "extend = \"\"\"x.toml\"\"\"\n", "src = [\"packages/*\"]\n", "src = [\"a\\n\"]\n", "src = [x]\n"}) {
    tree.write("s/ruff.toml", text);
    find("a.py");
    EXPECT_NE(found.doubt, "") << text;
  }
  for (const char* text : {"extend-select = [\"E\"]\nlint.extend-ignore = []\n", "[tool.other]\nextend = true\nsrc = 'x'\n", "src = []"}) {
    tree.write("s/ruff.toml", text);
    find("a.py");
    EXPECT_EQ(found.doubt, "") << text;
  }
}

TEST_F(FurtherInputsOf, each_place_where_a_module_may_lie) {
  tree.write("s/a.py", "import zed\ndef f():\n    from foo.bar.deep import x\nfrom . import y\n");
  tree.write("s/foo/bar/x.txt", "");
  tree.write("s/ruff.toml", "src = [\n  'lib', # here\n  \"../beside\",\n]\n");
  find("a.py");
  for (const char* root : {"s", "s/src", "s/lib", "beside"}) {
    EXPECT_TRUE(has(InputKind::lookup, root, "zed")) << root;
    EXPECT_TRUE(has(InputKind::lookup, root, "foo")) << root;
  }
  EXPECT_TRUE(has(InputKind::lookup, "s/foo", "bar"));
  EXPECT_TRUE(has(InputKind::lookup, "s/foo/bar", "deep"));
  EXPECT_FALSE(has(InputKind::lookup, "s/lib/foo", "bar")) << "foo is not there";
}

TEST_F(FurtherInputsOf, where_packages_end_also_above_the_tree) {
  for (const char* file : {"s/pkg/a.py", "s/pkg/__init__.py", "s/__init__.py"}) tree.write(file);
  find("pkg/a.py");
  EXPECT_TRUE(has(InputKind::lookup, "s/pkg", "__init__"));
  EXPECT_TRUE(has(InputKind::lookup, "s", "__init__"));
  const TracedInput above{{InputKind::lookup, tree.top(), "__init__"}, Origin::observed};
  EXPECT_NE(std::find(found.inputs.begin(), found.inputs.end(), above), found.inputs.end());
}

TEST_F(FurtherInputsOf, other_tools_have_none) {
  tool.adapter = std::make_shared<Adapter>();
  tree.write("s/a.py", "import zed\n");
  find("a.py");
  EXPECT_TRUE(found.inputs.empty());
}

TEST_F(FurtherInputsOf, what_was_found_for_one_file_serves_the_next) {
  tree.write("s/ruff.toml", "extend = 'more.toml'\nsrc = ['lib']\n");
  tree.write("s/pkg/__init__.py", "");
  for (const char* file : {"s/pkg/a.py", "s/pkg/b.py"}) tree.write(file, "import x.y\n");
  FoundBefore before;
  further_inputs(request, tool, "pkg/a.py", before);
  const auto again = further_inputs(request, tool, "pkg/b.py", before);
  find("pkg/b.py");
  EXPECT_TRUE(has(InputKind::content, "s/more.toml"));
  ASSERT_EQ(again.inputs.size(), found.inputs.size());
  for (size_t i = 0; i < found.inputs.size(); ++i) EXPECT_EQ(again.inputs[i].input, found.inputs[i].input);
}

}  // namespace
}  // namespace lintcache
