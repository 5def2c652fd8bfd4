// SPDX-License-Identifier: MIT
// The table of tools.
#include "tools/tool_list.h"

#include <gtest/gtest.h>

#include <map>

#include "base/text.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

// The words of each line, by its tool.
std::map<std::string, std::string> lines_of(const std::string& list) {
  std::map<std::string, std::string> lines;
  for (const std::string& line : split(trim(list), '\n')) {
    std::string words;
    for (const char letter : line)
      if (letter != ' ' || (!words.empty() && words.back() != ' ')) words += letter;
    EXPECT_TRUE(lines.emplace(words.substr(0, words.find(' ')), words).second) << line;
  }
  return lines;
}

TEST(ToolList, one_line_for_each_tool) {
  Request request;
  ToolDeclaration black, everything;
  black.name = "black";
  black.command = {"black", "--check", "{file}"};
  black.scope = "self";
  black.after = {"everything", "flake8"};
  everything.name = "everything";
  everything.command = {"tools/all.sh\n"};
  everything.always = true;
  request.lint_tools = {black, everything};
  const std::string list = tool_list(request, {{"flake8", "6.0.0"}, {"everything", ""}});
  const auto lines = lines_of(list);
  EXPECT_EQ(lines.size(), adapters().size() + 1) << "black is the project's own";
  EXPECT_EQ(lines.at("flake8"), "flake8 built-in self per file 6.0.0");
  EXPECT_EQ(lines.at("pylint"), "pylint built-in closure per file not installed");
  EXPECT_EQ(lines.at("black"), "black declared self per file black --check {file} (not installed), after everything, flake8");
  EXPECT_TRUE(list.ends_with("everything   declared  tree     per tree  tools/all.sh\\n, always runs\n")) << list;
}

TEST(ToolList, a_declared_tool_may_have_a_version) {
  Request request;
  request.lint_tools.resize(1);
  request.lint_tools[0].name = "mine";
  request.lint_tools[0].command = {"mine", "{files}"};
  EXPECT_EQ(lines_of(tool_list(request, {{"mine", "3.1"}})).at("mine"), "mine declared tree per tree mine {files} (3.1)");
}

TEST(InstalledTools, a_declared_one_is_there_where_its_program_is) {
  const test::ScratchTree tree;
  tree.write_program("src/bin/here", "ELF");
  tree.write_program("venv/bin/beside", "ELF");
  tree.write_program("path/somewhere", "ELF");
  tree.write_program("own/set", "ELF");
  Request request;
  request.source_dir = tree.path("src");
  for (const char* word : {"{source_dir}/bin/here", "beside", "somewhere", "set", "nowhere", "bin/nowhere"}) {
    ToolDeclaration tool;
    tool.name = "tool-" + std::string(word).substr(std::string(word).rfind('/') + 1) + (*word == 'b' ? "-b" : "");
    tool.command = {word, "{file}"};
    if (tool.name == "tool-set") tool.environment = {"PATH=" + tree.path("own")};
    request.lint_tools.push_back(tool);
  }
  Toolchain toolchain;
  toolchain.executable = tree.path("venv/bin/python");
  toolchain.launchers["flake8"] = {"python", "flake8"};
  std::vector<std::string> names;
  for (const auto& [name, version] : installed_tools(request, toolchain, {"PATH=" + tree.path("path")}))
    names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"flake8", "tool-beside-b", "tool-here", "tool-set", "tool-somewhere"}));
}

TEST(ToolList, a_request_without_tools_has_the_built_in_ones) {
  const auto lines = lines_of(tool_list({}, {{"pylint", "2.16.2"}}));
  ASSERT_EQ(lines.size(), adapters().size());
  for (const Adapter& adapter : adapters()) {
    const std::string state = adapter.name == "pylint" ? " 2.16.2" : " not installed";
    EXPECT_TRUE(lines.at(adapter.name).ends_with(state + (adapter.always ? ", always runs" : ""))) << adapter.name;
  }
  EXPECT_EQ(lines.at("ruff"), "ruff built-in self+fs per file not installed");
}

}  // namespace
}  // namespace lintcache
