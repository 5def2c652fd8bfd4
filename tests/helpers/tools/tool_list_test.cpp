// SPDX-License-Identifier: MIT
// The table of tools.
#include "tools/tool_list.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

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
  EXPECT_EQ(tool_list(request, {{"flake8", "6.0.0"}, {"everything", ""}}),
            "flake8      built-in  self     per file  6.0.0\n"
            "pylint      built-in  closure  per file  not installed\n"
            "black       declared  self     per file  black --check {file} (not installed), after everything, flake8\n"
            "everything  declared  tree     per tree  tools/all.sh\\n, always runs\n");
}

TEST(ToolList, a_declared_tool_may_have_a_version) {
  Request request;
  request.lint_tools.resize(1);
  request.lint_tools[0].name = "mine";
  request.lint_tools[0].command = {"mine", "{files}"};
  EXPECT_NE(tool_list(request, {{"mine", "3.1"}}).find("mine    declared  tree     per tree  mine {files} (3.1)\n"),
            std::string::npos);
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
  EXPECT_EQ(tool_list({}, {{"pylint", "2.16.2"}}),
            "flake8  built-in  self     per file  not installed\n"
            "pylint  built-in  closure  per file  2.16.2\n");
}

}  // namespace
}  // namespace lintcache
