// SPDX-License-Identifier: MIT
// Parts that say who a tool is, and what is known of what it reads.
#include "tools/identity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tools/adapter.h"
#include "tools/platform.h"

namespace lintcache {
namespace {

const Adapter& flake8() { return *find_adapter("flake8"); }
const Adapter& pylint() { return *find_adapter("pylint"); }

Toolchain sample() {
  Toolchain toolchain;
  toolchain.platform = {{PartKind::platform, "python", "3.11.2"}};
  toolchain.start = {{PartKind::tool, "search path", "{prefix}/lib"}};
  toolchain.launchers = {{"flake8", {"python", "flake8"}}, {"pylint", {"python", "pylint"}}};
  toolchain.tools["flake8"] = {{PartKind::tool, "flake8", "7.0"},
                               {PartKind::tool, "mccabe", "0.7"},
                               {PartKind::tool, "entry points of mccabe", "C90 = mccabe:McCabeChecker"}};
  toolchain.tools["pylint"] = {{PartKind::tool, "pylint", "3.2.0"}};
  toolchain.tools["black"] = {{PartKind::tool, "black", "24.1"}};
  toolchain.tools["sh"] = {};
  return toolchain;
}

bool has(const KeyParts& parts, const KeyPart& wanted) {
  return std::find(parts.begin(), parts.end(), wanted) != parts.end();
}

Adapter declared(const std::string& name) {
  Adapter adapter;
  adapter.name = name;
  return adapter;
}

TEST(IdentityOf, is_platform_interpreter_start_and_the_tools_own_distributions) {
  const KeyParts parts = identity_of(sample(), pylint());
  EXPECT_TRUE(has(parts, {PartKind::tool, "pylint", "3.2.0"}));
  EXPECT_TRUE(has(parts, {PartKind::platform, "python", "3.11.2"}));
  EXPECT_TRUE(has(parts, {PartKind::tool, "search path", "{prefix}/lib"}));
  EXPECT_TRUE(has(parts, platform_parts().front()));
  EXPECT_FALSE(has(parts, {PartKind::tool, "flake8", "7.0"}));
}

TEST(IdentityOf, changes_for_the_one_tool_that_changes) {
  Toolchain other = sample();
  other.tools["flake8"].push_back({PartKind::tool, "plugin", "1"});
  EXPECT_NE(identity_of(sample(), flake8()), identity_of(other, flake8()));
  EXPECT_EQ(identity_of(sample(), pylint()), identity_of(other, pylint()));
}

TEST(IdentityOf, a_declared_tool_is_a_distribution_or_just_a_program) {
  EXPECT_TRUE(has(identity_of(sample(), declared("black")), {PartKind::tool, "black", "24.1"}));
  EXPECT_TRUE(has(identity_of(sample(), declared("black")), {PartKind::platform, "python", "3.11.2"}));
  EXPECT_EQ(identity_of(sample(), declared("sh")), platform_parts());
  EXPECT_EQ(identity_of(sample(), declared("unknown")), platform_parts());
}

TEST(IdentityOf, a_program_that_depends_on_imports_depends_on_who_would_import) {
  Adapter adapter = declared("sh");
  adapter.scope = Scope::closure;
  EXPECT_TRUE(has(identity_of(sample(), adapter), {PartKind::tool, "search path", "{prefix}/lib"}));
  EXPECT_TRUE(has(identity_of(sample(), adapter), {PartKind::platform, "python", "3.11.2"}));
}

TEST(ToolVersions, are_those_of_the_tools_that_are_there) {
  Toolchain toolchain = sample();
  toolchain.launchers.erase("flake8");
  const std::vector<Adapter> all(adapters().begin(), adapters().end());
  EXPECT_EQ(tool_versions(toolchain, all), (std::map<std::string, std::string>{{"pylint", "3.2.0"}}));
}

TEST(ReadsKnownVariables, unless_something_of_others_runs) {
  Toolchain toolchain = sample();
  EXPECT_TRUE(reads_known_variables(toolchain, flake8(), {}));
  EXPECT_TRUE(reads_known_variables(toolchain, flake8(), {"[flake8]\nmax-line-length = 100\n"}));
  EXPECT_FALSE(reads_known_variables(toolchain, flake8(), {"[flake8:local-plugins]\n"}));
  EXPECT_FALSE(reads_known_variables(toolchain, flake8(), {"", "[flake8:local_plugins]\n"}));
  toolchain.tools["flake8"].push_back({PartKind::tool, "entry points of plugin", "X = plugin:X"});
  EXPECT_FALSE(reads_known_variables(toolchain, flake8(), {}));
  EXPECT_FALSE(reads_known_variables(toolchain, declared("black"), {}));
}

TEST(ReadsKnownVariables, unless_pylints_configuration_runs_code_or_names_variables) {
  EXPECT_TRUE(reads_known_variables(sample(), pylint(), {"[MAIN]\nignore-long-lines=^\\s*(# )?<?https?://\\S+>?$\n"}));
  for (const char* text : {"[MAIN]\nload-plugins=a\n", "[MAIN]\ninit-hook='x'", "extension-pkg-allow-list=lxml",
                           "[tool.pylint]\nload_plugins = []", "spelling-private-dict-file=$MINE/words", "rc=${A}"})
    EXPECT_FALSE(reads_known_variables(sample(), pylint(), {text})) << text;
}

}  // namespace
}  // namespace lintcache
