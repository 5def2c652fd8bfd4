// SPDX-License-Identifier: MIT
// From tasks to happenings.
#include "run/tell_tasks.h"

#include <algorithm>
#include <atomic>
#include <map>

namespace lintcache {
namespace {

// Of this process, so that tasks of two looks at a tree do not seem to share one.
uint32_t next_job() {
  static std::atomic<uint32_t> jobs = 0;
  return ++jobs;
}

}  // namespace

void tell_reused(const Session& session, const std::vector<FinishedTask>& tasks) {
  std::map<std::string, TasksReused> by_tool;
  for (const FinishedTask& task : tasks) {
    if (!task.outcome) continue;
    TasksReused& reused = by_tool[task.task.tool];
    ++reused.tasks;
    reused.findings += task.outcome->findings.size();
  }
  for (auto& [tool, reused] : by_tool) {
    reused.tool = tool;
    session.voice.tell(reused);
  }
}

void tell_queued(const Session& session, const std::vector<FinishedTask*>& tasks) {
  std::map<std::string, TasksQueued> by_tool;
  for (const FinishedTask* task : tasks) {
    TasksQueued& queued = by_tool[task->task.tool];
    ++queued.tasks;
    if (task->nanoseconds_before == 0) ++queued.unknown;
    queued.nanoseconds += task->nanoseconds_before;
  }
  for (auto& [tool, queued] : by_tool) {
    queued.tool = tool;
    session.voice.tell(queued);
  }
}

ToldJob::ToldJob(const Session& session, const std::vector<FinishedTask*>& tasks, unsigned slot)
    : session_(session), open_(tasks.begin(), tasks.end()), job_(next_job()), slot_(slot) {
  for (const FinishedTask* task : open_) tell(*task, TaskStep::started);
}

ToldJob::~ToldJob() {
  for (const FinishedTask* task : open_) tell(*task, TaskStep::given_up);
}

void ToldJob::finished(const FinishedTask& task) { settle(task, TaskStep::finished); }

void ToldJob::put_back(const FinishedTask& task) { settle(task, TaskStep::put_back); }

void ToldJob::settle(const FinishedTask& task, TaskStep step) {
  const auto place = std::find(open_.begin(), open_.end(), &task);
  if (place == open_.end()) return;
  open_.erase(place);
  tell(task, step);
}

void ToldJob::tell(const FinishedTask& task, TaskStep step) const {
  TaskEvent event{step, task.task.tool, task.task.file, job_, slot_, task.nanoseconds_before, 0, Verdict::clean, 0};
  if (step == TaskStep::finished && task.outcome) {
    event.nanoseconds = task.outcome->nanoseconds;
    event.verdict = task.outcome->verdict;
    event.findings = task.outcome->findings.size();
  }
  session_.voice.tell(event);
}

}  // namespace lintcache
