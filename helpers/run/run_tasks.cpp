// SPDX-License-Identifier: MIT
// Running linters.
#include "run/run_tasks.h"

#include <algorithm>
#include <mutex>

#include "schedule/parallel.h"

namespace lintcache {
namespace {

const PreparedTool& tool_of(const Task& task, const std::vector<PreparedTool>& tools) {
  return *std::find_if(tools.begin(), tools.end(),
                       [&](const PreparedTool& tool) { return tool.adapter->name == task.tool; });
}

Command command_for(const Task& task, const PreparedTool& tool, const Request& request) {
  Command command{tool.launcher, tool.environment.variables, request.source_dir};
  for (std::string& argument : tool.adapter->arguments({task.file}))
    command.arguments.push_back(std::move(argument));
  return command;
}

// Only an outcome whose every input is known, and did not change meanwhile, may be found again.
bool may_store(const Task& task, const Outcome& outcome, const PreparedTool& tool,
               const Session& session) {
  if (outcome.verdict == Verdict::tool_failure || task.key.is_absent()) return false;
  const auto still = [&](const Input& input) { return session.disk.still(input); };
  if (!std::all_of(task.inputs.begin(), task.inputs.end(), still)) return false;
  if (!std::all_of(tool.inputs.begin(), tool.inputs.end(), still)) return false;
  return std::all_of(task.footprint.begin(), task.footprint.end(), [&](int64_t set) {
    if (set == 0) return false;
    const std::vector<InputState> inputs = session.store.input_sets().inputs(set);
    return std::all_of(inputs.begin(), inputs.end(), [&](const InputState& one) { return still(one.input); });
  });
}

}  // namespace

std::vector<FinishedTask> reuse_outcomes(const Session& session, std::vector<Task> tasks) {
  std::vector<FinishedTask> finished;
  finished.reserve(tasks.size());
  for (Task& task : tasks) {
    auto outcome = task.key.is_absent() ? std::nullopt : session.store.result(task.key);
    const bool cached = outcome.has_value();
    finished.push_back({std::move(task), std::move(outcome), cached});
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
  std::vector<FinishedTask*> missing;
  for (FinishedTask& task : tasks)
    if (!task.outcome) missing.push_back(&task);
  std::mutex mutex;
  bool give_up = is_over(session, tasks);
  std::optional<Error> failure;
  size_t done = 0;

  const auto enough = [&] {
    const std::lock_guard lock(mutex);
    return session.stop.raised() || give_up;
  };
  const auto finish = [&](FinishedTask& task, Outcome outcome) {
    if (may_store(task.task, outcome, tool_of(task.task, tools), session))
      session.store.put_result(task.task, outcome);
    session.store.commit_now_and_then();
    if (outcome.verdict != Verdict::clean && session.request.fail_fast) give_up = true;
    session.progress(++done, missing.size(), task.task.tool + " " + task.task.file);
    task.outcome = std::move(outcome);
  };
  const auto work = [&](size_t index, unsigned) {
    FinishedTask& task = *missing[index];
    const PreparedTool& tool = tool_of(task.task, tools);
    auto process = run_process(command_for(task.task, tool, session.request), session.stop);
    const std::lock_guard lock(mutex);
    if (!process) {
      failure = process.error();
      give_up = true;
    } else if (!process->stopped) {
      finish(task, tool.adapter->read(std::move(*process), {task.task.file}));
    }
  };
  const unsigned jobs = session.request.jobs > 0 ? session.request.jobs : allowed_cpus();
  run_parallel(missing.size(), jobs, enough, work);
  session.store.commit();
  if (failure) return *failure;
  return {};
}

}  // namespace lintcache
