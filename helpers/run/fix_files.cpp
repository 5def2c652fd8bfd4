// SPDX-License-Identifier: MIT
// Which tool works on which file, and its process.
#include "run/fix_files.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "run/lint_run.h"
#include "run/linter_limits.h"
#include "run/run_tasks.h"
#include "schedule/parallel.h"
#include "schedule/workers.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

// Findings that a tool has no mend for are none of its failures.
constexpr int k_findings_left = 1;

std::string content_of(const std::string& path) {
  const auto read = real_disk().read(path);
  return read && *read ? (*read)->bytes : std::string();
}

// Those of the tools that are ready, in the order in which they are to work on a file.
std::vector<const PreparedTool*> in_turn(const std::vector<PreparedTool>& tools) {
  std::vector<const PreparedTool*> fixers;
  for (const PreparedTool& tool : tools)
    if (tool.adapter.command().fix) fixers.push_back(&tool);
  std::stable_sort(fixers.begin(), fixers.end(), [](const PreparedTool* a, const PreparedTool* b) {
    return a->adapter.command().fix_turn < b->adapter.command().fix_turn;
  });
  return fixers;
}

class Fixing {
 public:
  Fixing(const Session& session, const LintRun& run) : session_(session), tools_(in_turn(run.tools)) {
    for (const FinishedTask& done : run.tasks)
      if (done.outcome && done.outcome->verdict == Verdict::findings) wanted_[done.task.file].insert(done.task.tool);
    for (const auto& [file, tools] : wanted_) files_.push_back(file);
  }

  Result<Repairs> run() {
    const auto enough = [&] {
      const std::lock_guard lock(mutex_);
      return session_.stop.raised() || error_;
    };
    JobSlots slots = slots_for(session_.request.jobs, session_.voice.warn);
    run_parallel(files_.size(), slots, enough, [&](size_t index, unsigned) { fix(files_[index]); });
    if (error_) return *error_;
    const auto by_file = [](const Repair& a, const Repair& b) { return a.file < b.file; };
    std::sort(result_.repairs.begin(), result_.repairs.end(), by_file);
    std::sort(result_.failures.begin(), result_.failures.end());
    return std::move(result_);
  }

 private:
  void fix(const std::string& file) {
    Repair repair{file, {}};
    for (const PreparedTool* tool : tools_) {
      if (repair.tools.empty() && !wanted_.at(file).contains(tool->adapter->name)) continue;
      const std::string before = content_of(joined(session_.request.source_dir, file));
      if (!run_on(file, *tool)) break;
      if (content_of(joined(session_.request.source_dir, file)) != before) repair.tools.push_back(tool->adapter->name);
    }
    const std::lock_guard lock(mutex_);
    session_.voice.tell(Counted{Phase::repair, ++done_, files_.size(), file});
    if (!repair.tools.empty()) result_.repairs.push_back(std::move(repair));
  }

  // False where nothing more is to be done with the file.
  bool run_on(const std::string& file, const PreparedTool& tool) {
    Command command{tool.launcher, tool.environment.variables, session_.request.source_dir};
    std::vector<std::string> words = tool.adapter.command().fix({file, {}, session_.request.source_dir, {}});
    // A tool that is no Python module names its program first, as the launcher does.
    const ptrdiff_t skipped = tool.adapter->module.empty() ? 1 : 0;
    command.arguments.insert(command.arguments.end(), words.begin() + skipped, words.end());
    command.wants_report = is_watched(*tool.adapter);
    command.limits = linter_limits(session_.request);
    command.limits.time = seconds_for(session_.request, tool.adapter, 1);
    auto process = run_process(command, session_.stop);
    const std::lock_guard lock(mutex_);
    if (!process) error_ = process.error();
    if (!process || process->stopped) return false;
    if (process->beyond != Beyond::nothing) {
      result_.failures.push_back(tool.adapter->name + " could not repair " + printable(file) + ": " +
                                 beyond_limit(std::move(*process), session_.request, command.limits.time).failure);
      return false;
    }
    if (process->exit_status == 0 || process->exit_status == k_findings_left) return true;
    result_.failures.push_back(tool.adapter->name + " could not repair " + printable(file) + ": " +
                               printable(last_line(process->err.empty() ? process->out : process->err)));
    return false;
  }

  const Session& session_;
  const std::vector<const PreparedTool*> tools_;
  std::map<std::string, std::set<std::string>> wanted_;  // by file, the tools that found something
  std::vector<std::string> files_;
  std::mutex mutex_;
  Repairs result_;
  std::optional<Error> error_;
  size_t done_ = 0;
};

}  // namespace

std::vector<std::string> fixers_among(const Request& request) {
  std::vector<Adapter> fixers;
  for (const Adapter& adapter : adapters_of(request)) {
    const auto is_used = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), adapter.name) != names.end();
    };
    if (adapter.fix && is_used(request.tools) && (request.selected_tools.empty() || is_used(request.selected_tools)))
      fixers.push_back(adapter);
  }
  std::stable_sort(fixers.begin(), fixers.end(), [](const Adapter& a, const Adapter& b) { return a.fix_turn < b.fix_turn; });
  std::vector<std::string> names;
  for (const Adapter& adapter : fixers) names.push_back(adapter.name);
  return names;
}

Result<Repairs> fix_files(OpenTree& tree) {
  LINTCACHE_TRY_ASSIGN(const LintRun run, lint_run(tree));
  return Fixing(tree.session(), run).run();
}

}  // namespace lintcache
