// SPDX-License-Identifier: MIT
// Decisions, tools and environments on standard output.
#include "cli/why_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/with_tree.h"
#include "report/explanations.h"
#include "run/know_toolchain.h"
#include "run/verify_outcomes.h"
#include "run/why.h"
#include "tools/declared_tool.h"
#include "tools/environment.h"
#include "tools/tool_list.h"

namespace lintcache {
int why_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine& status) -> Result<int> {
    status.clear();
    size_t shown = 0;
    LINTCACHE_TRY(explain_decisions(tree, options.key, [&](const Explanation& one) {
      ++shown;
      put(stdout, options.json ? explanation_json(one, options.key) + "\n"
                               : explanation_text(one, options.request.source_dir, options.key));
    }));
    if (shown == 0)
      return asked_wrongly("nothing was decided yet", printable(options.request.source_dir), "lint the tree first");
    return 0;
  });
}

int verify_outcomes_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine& status) -> Result<int> {
    LINTCACHE_TRY_ASSIGN(const OutcomeVerification result, verify_tree(tree, options.sample));
    status.clear();
    for (const OutcomeDifference& one : result.differences)
      put(stdout, difference_text(one.file, one.tool, one.remembered, one.fresh));
    put(stdout, fmt::format("lintcache verify: {} of {} remembered outcomes compared with fresh ones, {} differ{}\n",
                            result.checked, result.remembered, result.differences.size(),
                            result.differences.empty() ? "" : " and are dropped"));
    return result.differences.empty() ? 0 : 1;
  });
}

int list_tools_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine&) -> Result<int> {
    LINTCACHE_TRY(check_declared_tools(options.request));
    LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(tree.session()));
    put(stdout, tool_list(options.request, installed_tools(options.request, toolchain, environment)));
    return 0;
  });
}

int env_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine&) -> Result<int> {
    const Session& session = tree.session();
    LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(session));
    LINTCACHE_TRY_ASSIGN(const auto tools, prepare_tools(options.request, toolchain, environment, session.store.roots(), session.disk));
    if (options.request.selected_tools.empty())
      put(stdout, "imports:\n" + environment_text(environment_for(options.request, nullptr, environment)));
    for (const PreparedTool& tool : tools)
      put(stdout, printable(tool.adapter->name) + ":\n" + environment_text(tool.environment));
    return 0;
  });
}

}  // namespace lintcache
