// SPDX-License-Identifier: MIT
// A tool's key holds what it reads of its configuration, where nobody else is known to read more.
#include <gtest/gtest.h>

#include <algorithm>

#include "helpers/plan/world.h"
#include "plan/static_key.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

class ConfigSections : public testing::Test {
 protected:
  ConfigSections() { world.disk.write("/h/s/setup.cfg", "[metadata]\n"); }

  // The first tool, flake8, with a reader that says `sections` of each file.
  PreparedTool prepare() {
    StatCache cache(world.disk);
    const auto reader = [&](const ToolFacts& adapter, const std::vector<Input>& files) {
      std::map<std::string, std::string> read;
      for (const Input& file : files) {
        if (adapter.name == "flake8") asked.push_back(file.path);
        read[file.path] = sections;
      }
      return read;
    };
    return prepare_tools(world.request, world.toolchain, world.outer, roots_of(world.request), cache, reader)->front();
  }

  std::string value() {
    for (const KeyPart& part : prepare().parts)
      if (part.kind == PartKind::config && part.name == "setup.cfg") return part.value;
    return "none";
  }

  test::World world;
  std::string sections = "read";
  std::vector<std::string> asked;
};

TEST_F(ConfigSections, stand_for_the_file) {
  const std::string before = value();
  EXPECT_TRUE(before.starts_with("sections ")) << before;
  world.disk.write("/h/s/setup.cfg", "[other]\n");
  EXPECT_EQ(value(), before);
  sections = "read otherwise";
  EXPECT_NE(value(), before);
  EXPECT_TRUE(value().starts_with("sections "));
}

TEST_F(ConfigSections, are_asked_only_of_files_that_are_there) {
  prepare();
  EXPECT_EQ(asked, std::vector<std::string>{"/h/s/setup.cfg"});
  world.disk.remove("/h/s/setup.cfg");
  EXPECT_EQ(value(), "absent");
}

TEST_F(ConfigSections, do_not_count_where_they_name_code_of_others) {
  sections = "flake8:local-plugins";
  EXPECT_FALSE(value().starts_with("sections "));
}

TEST_F(ConfigSections, do_not_count_where_a_plugin_may_read_more) {
  world.toolchain.tools["flake8"].push_back({PartKind::tool, "entry points of plugin", "a = b:C"});
  EXPECT_FALSE(value().starts_with("sections "));
  EXPECT_TRUE(asked.empty()) << "nobody needs the answer";
}

}  // namespace
}  // namespace lintcache
