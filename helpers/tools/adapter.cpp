// SPDX-License-Identifier: MIT
// The list of built-in linters.
#include "tools/adapter.h"

#include <algorithm>

#include "tools/bandit.h"
#include "tools/black.h"
#include "tools/codespell.h"
#include "tools/declared_tool.h"
#include "tools/flake8.h"
#include "tools/isort.h"
#include "tools/mypy.h"
#include "tools/pycodestyle.h"
#include "tools/pydocstyle.h"
#include "tools/pyflakes.h"
#include "tools/pylint.h"
#include "tools/pylint_tree.h"
#include "tools/pyright.h"
#include "tools/ruff.h"
#include "tools/tool_order.h"
#include "tools/vulture.h"

namespace lintcache {

std::span<const Adapter> adapters() {
  static const Adapter list[] = {
      bandit_adapter(),
      black_adapter(),
      codespell_adapter(),
      flake8_adapter(),
      isort_adapter(),
      mypy_adapter(),
      pycodestyle_adapter(),
      pydocstyle_adapter(),
      pyflakes_adapter(),
      pylint_adapter(),
      pylint_tree_adapter(),
      pyright_adapter(),
      ruff_adapter(),
      ruff_format_adapter(),
      vulture_adapter(),
  };
  return list;
}

const Adapter* find_adapter(std::string_view name) {
  const auto list = adapters();
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Adapter& tool) { return tool.name == name; });
  return found == list.end() ? nullptr : &*found;
}

std::vector<Adapter> adapters_of(const Request& request) {
  std::vector<Adapter> all(adapters().begin(), adapters().end());
  for (const ToolDeclaration& declaration : request.lint_tools) {
    std::erase_if(all, [&](const Adapter& tool) { return tool.name == declaration.name; });
    all.push_back(declared_adapter(declaration));
  }
  const ToolOrder order = tool_order(request);
  for (Adapter& tool : all)
    if (const auto earlier = order.after.find(tool.name); earlier != order.after.end())
      tool.after.assign(earlier->second.begin(), earlier->second.end());
  return all;
}

std::vector<std::string> start_of(const ToolFacts& tool, const std::vector<std::string>& launcher) {
  if (tool.bootstrap.empty() || launcher.empty()) return launcher;
  std::vector<std::string> words = {launcher.front(), "-c", std::string(tool.bootstrap),
                                    std::to_string(k_report_descriptor)};
  words.insert(words.end(), launcher.begin() + 1, launcher.end());
  return words;
}

std::string as_argument(const std::string& file) {
  return file.starts_with('-') ? "./" + file : file;
}

}  // namespace lintcache
