// SPDX-License-Identifier: MIT
// Running tools again, and comparing byte for byte.
#include "run/verify_outcomes.h"

#include <algorithm>
#include <mutex>

#include "plan/plan.h"
#include "run/infer.h"
#include "run/keep_outcomes.h"
#include "run/know_toolchain.h"
#include "run/read_config.h"
#include "run/run_tasks.h"
#include "run/select.h"
#include "run/tool_process.h"
#include "run/widened.h"
#include "schedule/parallel.h"
#include "schedule/workers.h"

namespace lintcache {
namespace {

bool same(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.exit_status == b.exit_status && a.findings == b.findings && a.out == b.out &&
         a.err == b.err;
}

class Comparison {
 public:
  Comparison(const Session& session, const std::vector<PreparedTool>& tools) : session_(session), tools_(tools) {}

  Result<OutcomeVerification> run(const std::vector<FinishedTask*>& tasks) {
    const auto enough = [&] {
      const std::lock_guard lock(mutex_);
      return session_.stop.raised() || failure_;
    };
    JobSlots slots = slots_for(session_.request.jobs, session_.voice.warn);
    session_.disk.begin_use();
    run_parallel(tasks.size(), slots, enough, [&](size_t index, unsigned) { compare(*tasks[index], tasks.size()); });
    if (failure_) return *failure_;
    auto& all = result_.differences;
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return std::tie(a.file, a.tool) < std::tie(b.file, b.tool); });
    return std::move(result_);
  }

 private:
  void compare(FinishedTask& task, size_t total) {
    const PreparedTool& tool = tool_of(task.task, tools_);
    auto run = run_tool(session_, task.task, tool);
    const std::lock_guard lock(mutex_);
    if (!run) failure_ = run.error();
    if (!run || run->stopped) return;
    ++result_.checked;
    session_.voice.tell(Counted{Phase::verify, result_.checked, total, task.task.tool + " " + task.task.file});
    if (same(*task.outcome, run->outcome)) return;
    result_.differences.push_back({task.task.file, task.task.tool, *task.outcome, run->outcome});
    session_.store.outcomes().drop(task.set);
    session_.store.replays().forget();
    task.cached = false;
    task.identity = {};
    task.reasons = {{ReasonKind::verify, "the remembered outcome was another one", {}}};
    keep_outcome(session_, task, tool, std::move(run->outcome), run->observed, run->started);
  }

  const Session& session_;
  const std::vector<PreparedTool>& tools_;
  std::mutex mutex_;
  OutcomeVerification result_;
  std::optional<Error> failure_;
};

}  // namespace

Result<OutcomeVerification> verify_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                            std::vector<FinishedTask>& tasks, const Sample& sample) {
  std::vector<FinishedTask*> cached;
  for (FinishedTask& task : tasks)
    if (task.cached) cached.push_back(&task);
  const size_t remembered = cached.size();
  LINTCACHE_TRY_ASSIGN(OutcomeVerification result, Comparison(session, tools).run(chosen(std::move(cached), sample)));
  result.remembered = remembered;
  return result;
}

Result<RememberedTasks> remembered_tasks(OpenTree& tree) {
  const Session& session = tree.session();
  LINTCACHE_TRY_ASSIGN(const auto all, tree.find_files());
  LINTCACHE_TRY_ASSIGN(auto files, select_files(all, session.request));
  std::sort(files.begin(), files.end());
  LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(session));
  LINTCACHE_TRY_ASSIGN(auto tools, prepare_tools(session.request, toolchain, session.outer_environment,
                                                       session.store.roots(), session.disk,
                                                       config_reader(session, toolchain)));
  widen(session, tools);
  const Footprints known = known_footprints(session, toolchain, files);
  auto tasks = find_outcomes(session, tools, plan_tasks(session.request, files, tools, known.by_file, session.disk));
  return RememberedTasks{std::move(tools), std::move(tasks)};
}

Result<OutcomeVerification> verify_tree(OpenTree& tree, const Sample& sample) {
  const Session& session = tree.session();
  LINTCACHE_TRY_ASSIGN(RememberedTasks known, remembered_tasks(tree));
  LINTCACHE_TRY_ASSIGN(auto result, verify_outcomes(session, known.tools, known.tasks, sample));
  if (session.stop.raised()) return our_fault("stopped");
  return result;
}

}  // namespace lintcache
