// SPDX-License-Identifier: MIT
// Decisions, tools and environments on standard output.
#include "cli/why_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "cli/version.h"
#include "cli/with_tree.h"
#include "report/explanations.h"
#include "report/formats.h"
#include "report/sarif.h"
#include "run/know_toolchain.h"
#include "run/verify_outcomes.h"
#include "run/verify_traces.h"
#include "run/why.h"
#include "tools/declared_tool.h"
#include "tools/environment.h"
#include "tools/tool_list.h"

namespace lintcache {
namespace {

size_t tasks_in(const std::vector<UnkeyedRead>& reads) {
  std::set<std::pair<std::string, std::string>> tasks;
  for (const UnkeyedRead& one : reads) tasks.emplace(one.tool, one.file);
  return tasks.size();
}

// What tools ask of the system, beside their keys.
Result<int> verify_traces_command(OpenTree& tree, const Options& options, StatusLine& status) {
  LINTCACHE_TRY_ASSIGN(const TraceVerification result, verify_tree_by_trace(tree, options.sample));
  status.clear();
  for (const std::string& line : lines_of(result, options.request.source_dir)) put(stdout, line + "\n");
  for (const auto& [why, count] : result.explained) put(stdout, fmt::format("not counted, {} times: {}\n", count, why));
  put(stdout, fmt::format("lintcache verify: {} of {} remembered outcomes traced, {} asked for more than their keys hold\n",
                          result.checked, result.remembered, tasks_in(result.outside)));
  return result.outside.empty() && result.doubts.empty() ? 0 : 1;
}

// What a linter wrote; of a clean file only for who asks about it by name, or for a program.
std::string text_of(const RecordedTask& task, const Options& options) {
  const std::string output = task.outcome ? tool_output(*task.outcome) : task.output;
  if (options.json) return log_json(task.file, task.tool, task.outcome ? name_of(task.outcome->verdict) : "not kept", output) + "\n";
  const bool is_clean = task.outcome && task.outcome->verdict == Verdict::clean;
  if (!is_clean) return log_entry(task.file, task.tool, output);
  return options.request.selected_files.empty() ? "" : log_entry(task.file, task.tool, "clean\n");
}

}  // namespace

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

int log_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine& status) -> Result<int> {
    status.clear();
    std::vector<RecordedTask> recorded;
    size_t known = 0;
    LINTCACHE_TRY(explain_decisions(tree, false, [&](const Explanation& one) {
      const auto& tools = options.request.tools;
      if (!one.decision || (!tools.empty() && std::find(tools.begin(), tools.end(), one.tool) == tools.end())) return;
      ++known;
      RecordedTask task{one.file, one.tool, {}, one.decision->unkept, one.decision->output};
      if (one.decision->set != 0) task.outcome = tree.store().outcomes().of_set(one.decision->set);
      if (options.sarif) return void(recorded.push_back(std::move(task)));
      put(stdout, text_of(task, options));
    }));
    if (known == 0)
      return asked_wrongly("nothing is recorded", printable(options.request.source_dir), "lint the tree first");
    if (options.sarif) put(stdout, sarif(recorded, options.request.source_dir, k_version));
    return 0;
  });
}

int verify_outcomes_command(const Options& options, const std::vector<std::string>& environment) {
  if (options.sample.by_trace)
    return with_tree(options, environment,
                     [&](OpenTree& tree, StatusLine& status) { return verify_traces_command(tree, options, status); });
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
