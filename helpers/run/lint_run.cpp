// SPDX-License-Identifier: MIT
// The line: each step takes values and returns values; what touches the world is below.
#include "run/lint_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "plan/plan.h"
#include "report/memo_text.h"
#include "run/know_toolchain.h"
#include "run/read_config.h"
#include "run/run_tasks.h"
#include "run/select.h"
#include "run/widened.h"

namespace lintcache {
namespace {

// Those that ask for no footprint, and do not wait for one that does; the others.
std::pair<std::vector<PreparedTool>, std::vector<PreparedTool>> split_by_scope(const std::vector<PreparedTool>& tools) {
  std::map<std::string, bool> asks;
  for (const PreparedTool& tool : tools) asks[tool.adapter->name] = asks_for_footprint(*tool.adapter);
  for (size_t round = 0; round < tools.size(); ++round)
    for (const PreparedTool& tool : tools)
      for (const std::string& before : tool.adapter->after)
        if (const auto known = asks.find(before); known != asks.end() && known->second) asks[tool.adapter->name] = true;
  std::pair<std::vector<PreparedTool>, std::vector<PreparedTool>> split;
  for (const PreparedTool& tool : tools) (asks.at(tool.adapter->name) ? split.second : split.first).push_back(tool);
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

// What is known of a tool before it runs.
std::string text_of(const PreparedTool& tool) {
  std::vector<std::string> places;
  for (const Input& one : tool.config) places.push_back(printable(one.path));
  return tool.adapter->name + ": " + shell_words(plain_start(tool)) +
         (places.empty() ? "" : "; configuration, there or not: " + join(places, ", "));
}

// What the tools depend on, as far as it has to be known before they run: who is watched tells the rest itself.
Result<Footprints> footprints_for(const Session& session, const Toolchain& toolchain, const std::vector<PreparedTool>& tools,
                                  const std::vector<std::string>& files) {
  const bool is_needed = std::any_of(tools.begin(), tools.end(), [](const PreparedTool& tool) {
    return asks_for_footprint(*tool.adapter) && !is_watched(*tool.adapter);
  });
  if (is_needed || session.request.inference == "always") return infer_footprints(session, toolchain, files);
  return follow_statements(session, toolchain, files);
}

// Where a watched tool did what nobody sees, what importing the file loads stands for it.
Result<void> add_imports(const Session& session, std::vector<UnseenTask> unseen, LintRun& run) {
  if (unseen.empty()) return {};
  std::set<std::string> files;
  for (const UnseenTask& one : unseen) files.insert(one.task->task.file);
  LINTCACHE_TRY_ASSIGN(Footprints late, infer_footprints(session, run.toolchain, {files.begin(), files.end()}));
  keep_unseen(session, run.tools, late.by_file, std::move(unseen));
  for (auto& [file, footprint] : late.by_file) run.footprints.by_file.insert_or_assign(file, std::move(footprint));
  run.footprints.imports_run += late.imports_run;
  return {};
}

template <typename Line>
void say(const Session& session, Zone zone, const Line& line) {
  if (session.voice.hears(zone)) session.voice.log(zone, line());
}

Result<void> make_ready(const Session& session, ToolchainAhead& toolchain, LintRun& run) {
  LINTCACHE_TRY_ASSIGN(run.toolchain, toolchain.take());
  LINTCACHE_TRY_ASSIGN(run.tools, prepare_tools(session.request, run.toolchain, session.outer_environment, session.store.roots(),
                                                  session.disk, config_reader(session, run.toolchain)));
  widen(session, run.tools);
  for (const PreparedTool& tool : run.tools) say(session, Zone::tool, [&] { return text_of(tool); });
  return {};
}

// All of them count for some task; here the interpreter may still be at work.
void look_at_files(const Session& session, const std::vector<std::string>& files) {
  for (const std::string& file : files)
    if (!session.stop.raised()) session.disk.content(joined(session.request.source_dir, file));
}

// From files and tools to outcomes.
Result<void> work(const Session& session, LintRun& run) {
  const auto outcomes = [&](const std::vector<PreparedTool>& some) {
    return reuse_outcomes(session, some, plan_tasks(session.request, run.files, some, run.footprints.by_file, session.disk));
  };
  // What asks for no footprint does not wait for one.
  const auto [plain, importing] = split_by_scope(run.tools);
  say(session, Zone::phase, [&] { return fmt::format("{} of {} tools depend on what files import", importing.size(), run.tools.size()); });
  auto tasks = outcomes(plain);
  LINTCACHE_TRY(run_missing(session, plain, tasks));
  if (!importing.empty()) {
    LINTCACHE_TRY_ASSIGN(run.footprints, is_over(session, tasks)
                                               ? known_footprints(session, run.toolchain, run.files)
                                               : footprints_for(session, run.toolchain, importing, run.files));
  }
  say(session, Zone::phase, [&] { return fmt::format("imported {} files for their footprints", run.footprints.imports_run); });
  run.tasks = in_order(std::move(tasks), outcomes(importing), run.tools);
  LINTCACHE_TRY_ASSIGN(auto unseen, run_missing(session, run.tools, run.tasks));
  say(session, Zone::phase, [&] { return fmt::format("{} outcomes wait for footprints of their files", unseen.size()); });
  return add_imports(session, std::move(unseen), run);
}

}  // namespace

Result<LintRun> lint_run(OpenTree& tree) {
  const Session& session = tree.session();
  const Request& request = session.request;
  LintRun run;

  session.voice.tell(PhaseBegan{Phase::discover});
  ToolchainAhead toolchain(session);
  LINTCACHE_TRY_ASSIGN(run.all_files, tree.find_files());
  LINTCACHE_TRY_ASSIGN(run.files, select_files(run.all_files, request));
  std::sort(run.files.begin(), run.files.end());
  say(session, Zone::phase, [&] { return fmt::format("found {} files, of which {} are asked for", run.all_files.size(), run.files.size()); });
  look_at_files(session, run.files);
  LINTCACHE_TRY(make_ready(session, toolchain, run));
  session.voice.tell(TasksExpected{count_tasks(request, run.files, run.tools)});
  session.voice.tell(PhaseBegan{Phase::digest});
  LINTCACHE_TRY(work(session, run));
  return run;
}

Result<std::optional<LintRun>> lint_few(const Session& session, std::vector<std::string> files,
                                        const std::function<bool(const LintRun&)>& is_as_before) {
  LintRun run;
  run.files = std::move(files);
  say(session, Zone::phase, [&] { return fmt::format("what changed since the last run can matter to {} files", run.files.size()); });
  ToolchainAhead toolchain(session);
  LINTCACHE_TRY(make_ready(session, toolchain, run));
  if (!is_as_before(run)) return std::optional<LintRun>();
  LINTCACHE_TRY(work(session, run));
  return std::optional<LintRun>(std::move(run));
}

std::vector<FinishedTask> merged(std::vector<FinishedTask> first, std::vector<FinishedTask> second) {
  std::map<std::pair<std::string, std::string>, FinishedTask*> known;
  for (FinishedTask& task : first) known[{task.task.file, task.task.tool}] = &task;
  for (FinishedTask& task : second) {
    const auto before = known.find({task.task.file, task.task.tool});
    if (before == known.end()) continue;
    FinishedTask& old = *before->second;
    if (task.cached && !old.cached && old.identity == task.identity) {
      task = std::move(old);
    } else if (!task.cached && !old.cached) {
      // It ran for this, and again because of what changed.
      task.reasons.insert(task.reasons.begin(), old.reasons.begin(), old.reasons.end());
    }
  }
  return second;
}

}  // namespace lintcache
