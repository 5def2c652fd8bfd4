// SPDX-License-Identifier: MIT
// The line: each step takes values and returns values; what touches the world is below.
#include "run/lint_run.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "plan/plan.h"
#include "report/formats.h"
#include "run/infer.h"
#include "run/keep_records.h"
#include "run/know_toolchain.h"
#include "run/run_tasks.h"
#include "run/select.h"

namespace lintcache {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<FailedImport> failed_imports(const std::vector<std::string>& files,
                                         const Footprints& footprints) {
  std::vector<FailedImport> failed;
  for (const std::string& file : files)
    if (const auto known = footprints.by_file.find(file);
        known != footprints.by_file.end() && known->second.outcome != ImportOutcome::imported)
      failed.push_back({file, known->second.exception});
  return failed;
}

// Those that look at a file alone, and those that ask what it imports.
std::pair<std::vector<PreparedTool>, std::vector<PreparedTool>> split_by_scope(
    const std::vector<PreparedTool>& tools) {
  std::pair<std::vector<PreparedTool>, std::vector<PreparedTool>> split;
  for (const PreparedTool& tool : tools)
    (tool.adapter->scope == Scope::self ? split.first : split.second).push_back(tool);
  return split;
}

// By file, then as `tools`.
std::vector<FinishedTask> in_order(std::vector<FinishedTask> some, std::vector<FinishedTask> others,
                                   const std::vector<PreparedTool>& tools) {
  const auto place = [&](const FinishedTask& done) {
    const auto is_its = [&](const PreparedTool& tool) { return tool.adapter->name == done.task.tool; };
    return std::pair<const std::string&, ptrdiff_t>(
        done.task.file, std::find_if(tools.begin(), tools.end(), is_its) - tools.begin());
  };
  const auto before = [&](const FinishedTask& a, const FinishedTask& b) { return place(a) < place(b); };
  std::vector<FinishedTask> all;
  all.reserve(some.size() + others.size());
  std::merge(std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()),
             std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()),
             std::back_inserter(all), before);
  return all;
}

void count(const std::vector<FinishedTask>& tasks, Summary& summary) {
  summary.tasks = tasks.size();
  for (const FinishedTask& done : tasks) {
    if (!done.outcome) {
      ++summary.not_run;
      continue;
    }
    ++(done.cached ? summary.cached : summary.run);
    if (done.cached && done.outcome->verdict == Verdict::clean) ++summary.cached_clean;
    if (done.outcome->verdict == Verdict::tool_failure) ++summary.failures;
    summary.findings += done.outcome->findings.size();
  }
}

std::string listed(const std::vector<FailedImport>& failed) {
  std::string text;
  for (const FailedImport& import : failed)
    text += printable(import.file + ": " + import.exception) + "\n";
  return text;
}

// The files that say what the run found; the first one that cannot be written is told.
Result<void> write_reports(const Session& session, const std::vector<std::string>& files,
                           const std::vector<FinishedTask>& tasks, const LintResult& result) {
  const std::string& state_dir = session.request.state_dir;
  Result<void> all = keep_records(session, files, tasks);
  const auto also = [&](Result<void> written) {
    if (all) all = std::move(written);
  };
  also(write_atomically(joined(state_dir, "summary.json"), summary_json(result.summary)));
  also(write_if_changed(joined(state_dir, "imports_failed.txt"), listed(result.failed_imports)));
  if (!session.request.merged_log.empty())
    also(write_if_changed(session.request.merged_log, merged_log(tasks)));
  return all;
}

}  // namespace

Result<LintResult> lint_run(const Request& request, const std::vector<std::string>& outer_environment,
                            const Stop& stop, const Voice& voice) {
  const Clock::time_point start = Clock::now();
  OpenTree tree(request, outer_environment, stop, voice);
  const Session& session = tree.session();
  StatCache& disk = session.disk;

  LINTCACHE_TRY_ASSIGN(const auto all_files, tree.find_files());
  LINTCACHE_TRY_ASSIGN(auto files, select_files(all_files, request));
  std::sort(files.begin(), files.end());
  LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(session));
  LINTCACHE_TRY_ASSIGN(const auto tools,
                       prepare_tools(request, toolchain, outer_environment, disk));
  const auto outcomes = [&](const std::vector<PreparedTool>& some, const Footprints& footprints) {
    return reuse_outcomes(session, plan_tasks(request, toolchain, files, some, footprints.by_file, disk));
  };
  // What asks for no footprint does not wait for one.
  const auto [plain, importing] = split_by_scope(tools);
  auto tasks = outcomes(plain, {});
  LINTCACHE_TRY(run_missing(session, plain, tasks));
  LINTCACHE_TRY_ASSIGN(const Footprints footprints,
                       importing.empty()          ? Footprints()
                       : is_over(session, tasks) ? known_footprints(session, toolchain, files)
                                                  : infer_footprints(session, toolchain, files));
  tasks = in_order(std::move(tasks), outcomes(importing, footprints), tools);
  LINTCACHE_TRY(run_missing(session, tools, tasks));

  LintResult result;
  result.diagnostics = diagnostics(tasks, request, voice.colour);
  result.failed_imports = failed_imports(files, footprints);
  Summary& summary = result.summary;
  count(tasks, summary);
  summary.name = request.name;
  summary.files = files.size();
  summary.imports_run = footprints.imports_run;
  summary.imports_failed = result.failed_imports.size();
  summary.imports_in_interpreter = footprints.imports_run > 0 && toolchain.libpython.empty();
  summary.files_hashed = disk.files_hashed();
  summary.directories_listed = disk.directories_listed();
  summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();

  const auto written = write_reports(session, all_files, tasks, result);
  const bool whole_tree = request.selected_tools.empty() && request.selected_files.empty();
  tree.close(whole_tree && summary.not_run == 0, written);
  return result;
}

Result<Discovery> discover_run(const Request& request, const Stop& stop, const Voice& voice) {
  const std::vector<std::string> no_environment;
  OpenTree tree(request, no_environment, stop, voice);
  LINTCACHE_TRY_ASSIGN(auto files, tree.find_files());
  tree.close(false);
  return Discovery{std::move(files), tree.session().disk.directories_listed()};
}

}  // namespace lintcache
