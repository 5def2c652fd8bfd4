// SPDX-License-Identifier: MIT
// A linter that a project declares itself, by lint_tool() or in lintcache.json.
#pragma once

#include <string>
#include <vector>

namespace lintcache {

struct ToolDeclaration {
  std::string name;  // as in TOOLS
  // The words of its command line. In each, `{file}`, `{list}`, `{source_dir}` and `{output}` are replaced; one that is
  // just `{files}` becomes one word for each file of the tree, and the tool runs once for the whole tree.
  std::vector<std::string> command;
  std::string scope = "tree";            // as in tools/tool_facts.h: self, self+fs, closure, tree, trace
  std::vector<std::string> config;       // files, absolute; there or not, each is an input
  std::vector<std::string> environment;  // VAR=VALUE, for this tool alone
  std::vector<int> findings_exit = {1};  // exit statuses that mean findings; 0 means none, others a failure
  std::string pattern;                   // a regular expression, see tools/pattern.h; empty: no parsing
  bool always = false;                   // never reuse an outcome
  std::string group;                     // a name for several tools, which `after` and `before` may use; empty: none
  std::vector<std::string> after;        // tools or groups that are to run before it; changes order only
  std::vector<std::string> before;       // the same, after it
  std::vector<std::string> gives;        // words for what is known once it has run well
  std::vector<std::string> needs;        // words: where a tool that gives one broke, this one is not run
  std::string declared_in;               // the file that says so, for messages
  bool operator==(const ToolDeclaration&) const = default;
};

}  // namespace lintcache
