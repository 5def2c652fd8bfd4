// SPDX-License-Identifier: MIT
// Deciding what runs, and running it.
#include "run/run_tasks.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/text.h"
#include "run/keep_outcomes.h"
#include "run/reasons.h"
#include "run/tool_process.h"
#include "schedule/parallel.h"

namespace lintcache {
namespace {

std::string name_of(const Task& task) {
  return task.tool + " " + (task.file.empty() ? "(tree)" : printable(task.file));
}

void explain(const Session& session, const FinishedTask& task) {
  if (!session.voice.explain) return;
  std::vector<std::string> texts;
  for (const Reason& reason : task.reasons) texts.push_back(printable(text_of(reason)));
  session.voice.explain(name_of(task.task) + " runs: " + join(texts, "; "));
}

// Which wave of tools each one belongs to: AFTER puts it behind those that it names.
std::map<std::string, size_t> waves_of(const std::vector<PreparedTool>& tools) {
  std::map<std::string, size_t> waves;
  for (const PreparedTool& tool : tools) waves[tool.adapter->name] = 0;
  // Circles were refused, so it comes to rest.
  for (size_t round = 0; round < tools.size(); ++round)
    for (const PreparedTool& tool : tools)
      for (const std::string& before : tool.adapter->after)
        if (const auto known = waves.find(before); known != waves.end())
          waves[tool.adapter->name] = std::max(waves[tool.adapter->name], known->second + 1);
  return waves;
}

class Runner {
 public:
  Runner(const Session& session, const std::vector<PreparedTool>& tools, std::vector<FinishedTask>& tasks)
      : session_(session), tools_(tools), give_up_(is_over(session, tasks)) {}

  void run(const std::vector<FinishedTask*>& tasks, size_t total) {
    total_ = total;
    const auto enough = [&] {
      const std::lock_guard lock(mutex_);
      return session_.stop.raised() || give_up_;
    };
    const unsigned jobs = session_.request.jobs > 0 ? session_.request.jobs : allowed_cpus();
    run_parallel(tasks.size(), jobs, enough, [&](size_t index, unsigned) { run_one(*tasks[index]); });
  }

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  void run_one(FinishedTask& task) {
    const PreparedTool& tool = tool_of(task.task, tools_);
    auto run = run_tool(session_, task.task, tool);
    const std::lock_guard lock(mutex_);
    if (!run) {
      failure_ = run.error();
      give_up_ = true;
    } else if (!run->stopped) {
      keep_outcome(session_, task, tool, std::move(run->outcome), run->observed, run->started);
      session_.store.commit_now_and_then();
      if (task.outcome->verdict != Verdict::clean && session_.request.fail_fast) give_up_ = true;
      session_.voice.progress(++done_, total_, name_of(task.task));
    }
  }

  const Session& session_;
  const std::vector<PreparedTool>& tools_;
  std::mutex mutex_;
  bool give_up_;
  std::optional<Error> failure_;
  size_t done_ = 0, total_ = 0;
};

}  // namespace

const PreparedTool& tool_of(const Task& task, const std::vector<PreparedTool>& tools) {
  return *std::find_if(tools.begin(), tools.end(),
                       [&](const PreparedTool& tool) { return tool.adapter->name == task.tool; });
}

std::vector<FinishedTask> find_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                        std::vector<Task> tasks) {
  std::vector<FinishedTask> finished;
  finished.reserve(tasks.size());
  for (Task& task : tasks) {
    FinishedTask& done = finished.emplace_back();
    done.task = std::move(task);
    if (done.task.key.is_absent() || tool_of(done.task, tools).adapter->always) continue;
    auto known = session.store.outcomes().find(done.task, session.disk);
    if (!known) continue;
    done.outcome = std::move(known->outcome);
    done.set = known->set;
    done.identity = known->identity;
    done.cached = true;
  }
  return finished;
}

std::vector<FinishedTask> reuse_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                         std::vector<Task> tasks) {
  std::vector<FinishedTask> finished = find_outcomes(session, tools, std::move(tasks));
  Reasons reasons(session);
  for (FinishedTask& task : finished) {
    const PreparedTool& tool = tool_of(task.task, tools);
    if (task.outcome) {
      keep_reuse(session, task, tool);
    } else {
      task.reasons = reasons.why(task.task, tool);
      explain(session, task);
    }
  }
  return finished;
}

bool is_over(const Session& session, const std::vector<FinishedTask>& tasks) {
  return session.stop.raised() ||
         (session.request.fail_fast && std::any_of(tasks.begin(), tasks.end(), [](const FinishedTask& task) {
            return task.outcome && task.outcome->verdict != Verdict::clean;
          }));
}

Result<void> run_missing(const Session& session, const std::vector<PreparedTool>& tools,
                         std::vector<FinishedTask>& tasks) {
  const auto waves = waves_of(tools);
  std::map<size_t, std::vector<FinishedTask*>> missing;
  size_t total = 0;
  for (FinishedTask& task : tasks) {
    if (task.outcome) continue;
    missing[waves.at(task.task.tool)].push_back(&task);
    ++total;
  }
  Runner runner(session, tools, tasks);
  for (const auto& [wave, some] : missing) runner.run(some, total);
  session.store.commit();
  if (runner.failure()) return *runner.failure();
  return {};
}

}  // namespace lintcache
