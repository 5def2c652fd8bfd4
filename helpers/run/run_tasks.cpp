// SPDX-License-Identifier: MIT
// Deciding what runs, and running it.
#include "run/run_tasks.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "plan/config_places.h"
#include "run/jobs.h"
#include "run/keep_outcomes.h"
#include "run/reasons.h"
#include "run/run_graph.h"
#include "run/tell_tasks.h"
#include "run/tool_process.h"
#include "schedule/parallel.h"
#include "schedule/workers.h"
#include "tools/declared_tool.h"
#include "tools/identity.h"
#include "tools/tool_command.h"
#include "tools/tool_reader.h"

namespace lintcache {
namespace {

void explain(const Session& session, const FinishedTask& task) {
  const bool hears = session.voice.hears(Zone::reason);
  if (!session.voice.explain && !hears) return;
  std::vector<std::string> texts;
  for (const Reason& reason : task.reasons) texts.push_back(printable(text_of(reason)));
  const std::string why = name_of(task.task) + " runs: " + join(texts, "; ");
  if (hears) session.voice.log(Zone::reason, why);
  if (session.voice.explain) session.voice.explain(why);
}

std::vector<std::string> configuration_of(const PreparedTool& tool) {
  std::vector<std::string> texts;
  for (const Input& file : tool.config) {
    const auto sections = tool.sections.find(file.path);
    if (sections != tool.sections.end()) {
      texts.push_back(sections->second);
    } else if (const auto read = real_disk().read(file.path); read && *read) {
      texts.push_back((*read)->bytes);
    }
  }
  return texts;
}

// Tells what jobs are made from.
class Waiting {
 public:
  explicit Waiting(const Session& session) : session_(session) {}

  WaitingTask of(const FinishedTask& task, const PreparedTool& tool) {
    WaitingTask waiting;
    waiting.tool = task.task.tool;
    waiting.file = task.task.file;
    if (!task.task.file.empty() && task.task.too_large.empty() && takes_batches(tool)) {
      waiting.batch = tool.adapter.command().batch;
      waiting.worth_a_process = tool.adapter.command().worth_a_process;
      waiting.undivided = tool.adapter.command().undivided;
      waiting.anchor = config_anchor(*tool.adapter, task.task.file, session_.request, session_.disk);
      if (tool.adapter.command().group) waiting.anchor += '\n' + tool.adapter.command().group(task.task.file, is_there());
    }
    const ReasonKind reason = task.reasons.empty() ? ReasonKind::verify : task.reasons.front().kind;
    if (reason == ReasonKind::first || reason == ReasonKind::file) waiting.urgency = Urgency::edited;
    if (reason == ReasonKind::first) return waiting;
    const auto last = session_.store.decisions().find(task.task.file, task.task.tool);
    const auto outcome = last && last->set != 0 ? session_.store.outcomes().of_set(last->set) : std::nullopt;
    if (!outcome) return waiting;
    waiting.nanoseconds = outcome->nanoseconds;
    if (outcome->verdict != Verdict::clean) waiting.urgency = std::min(waiting.urgency, Urgency::failing);
    return waiting;
  }

 private:
  [[nodiscard]] std::function<bool(const std::string&)> is_there() const {
    return [this](const std::string& file) {
      return !session_.disk.state({InputKind::content, joined(session_.request.source_dir, file), {}}).is_absent();
    };
  }

  // A plugin of somebody else may look at other files than the one it is about.
  bool takes_batches(const PreparedTool& tool) {
    const ToolFacts& adapter = *tool.adapter;
    const ToolCommand& command = tool.adapter.command();
    // FAIL_FAST starts nothing more after the first finding, so it wants to hear of each file.
    if (command.batch <= 1 || !tool.adapter.reader().read_batch || session_.request.fail_fast) return false;
    const auto [known, is_new] = takes_batches_.try_emplace(adapter.name, true);
    if (is_new && !adapter.module.empty())
      known->second = reads_known_variables(*tool.toolchain, adapter, configuration_of(tool)) &&
                      !(command.runs_alone && command.runs_alone(configuration_of(tool)));
    return known->second;
  }

  const Session& session_;
  std::map<std::string, bool> takes_batches_;
};

// Did a watched tool do what nobody sees, so that only what importing the file loads can stand for it?
bool lacks_footprint(const Task& task, const PreparedTool& tool, const ToolRun& run) {
  return asks_for_footprint(*tool.adapter) && is_watched(*tool.adapter) && !run.observed.is_all &&
         run.observed.doubt.empty() && std::find(task.footprint.begin(), task.footprint.end(), 0) != task.footprint.end();
}

TaskState end_of(const Outcome& outcome) {
  if (outcome.verdict != Verdict::tool_failure) return TaskState::success;
  return outcome.failure.find(k_no_report) != std::string::npos ? TaskState::missing : TaskState::crashed;
}

// A server is worth its start if it has so many processes to make.
constexpr size_t k_jobs_worth_a_server = 3;

// A job server may have any number of slots; batches are not cut for all of them.
constexpr unsigned k_most_cut_for = 32;

class Runner {
 public:
  Runner(const Session& session, const std::vector<PreparedTool>& tools, std::vector<FinishedTask>& tasks)
      : session_(session), tools_(tools), warm_(session), graph_(session, tools, tasks), give_up_(is_over(session, tasks)) {}

  Result<void> run(const std::vector<FinishedTask*>& tasks) {
    JobSlots slots = slots_for(session_.request.jobs, session_.voice.warn);
    if (session_.voice.hears(Zone::slot)) session_.voice.log(Zone::slot, slots_text(session_.request.jobs));
    add_processes(tasks, std::min(slots.width(), k_most_cut_for));
    graph_.begin();
    work_off({[&] { return next(); }, [&](size_t process) { ended(static_cast<TaskId>(process)); }}, slots,
             [&](size_t process, unsigned slot) { run_group(static_cast<TaskId>(process), slot); });
    session_.store.commit();
    if (failure_) return *failure_;
    return graph_.finish();
  }

  std::vector<UnseenTask> take_unseen() { return std::move(unseen_); }

 private:
  using Group = TaskGroup;

  void add_processes(const std::vector<FinishedTask*>& tasks, unsigned slots) {
    Waiting waiting(session_);
    std::vector<WaitingTask> list;
    for (FinishedTask* task : tasks) {
      list.push_back(waiting.of(*task, tool_of(task->task, tools_)));
      task->nanoseconds_before = list.back().nanoseconds;
    }
    tell_queued(session_, tasks);
    std::map<std::string, size_t> processes;
    for (const Job& job : jobs_of(list, slots)) {
      Group group;
      int64_t nanoseconds = 0;
      Urgency urgency = Urgency::other;
      for (const size_t task : job) {
        group.push_back(tasks[task]);
        nanoseconds += list[task].nanoseconds;
        urgency = std::min(urgency, list[task].urgency);
      }
      if (const Task& task = group.front()->task; ++processes[task.tool] == k_jobs_worth_a_server)
        warm_.add(tool_of(task, tools_));
      graph_.add(std::move(group), nanoseconds, static_cast<uint8_t>(urgency));
    }
  }

  std::optional<size_t> next() {
    if (is_enough()) graph_.stop();
    const auto process = graph_.next();
    if (process) warm_.about_to_run(tool_of(graph_.group(*process).front()->task, tools_));
    return process;
  }

  // What did not become clear runs once more, and what comes after its tool waits for that, too.
  void ended(TaskId process) {
    std::vector<Group> later;
    TaskState how = TaskState::canceled;
    {
      const std::lock_guard lock(mutex_);
      if (const auto some = later_.extract(process)) later = std::move(some.mapped());
      if (failure_) {
        how = TaskState::exception;
      } else if (const auto& group = graph_.group(process); !later.empty() || group.front()->outcome) {
        how = group.size() == 1 && later.empty() ? end_of(*group.front()->outcome) : TaskState::success;
      }
    }
    for (Group& group : later) {
      int64_t nanoseconds = 0;
      for (const FinishedTask* task : group) nanoseconds += task->nanoseconds_before;
      const std::lock_guard lock(mutex_);
      graph_.add(std::move(group), nanoseconds, graph_.urgency(process));
    }
    graph_.ended(process, how);
  }

  const Group& group_of(TaskId process) {
    const std::lock_guard lock(mutex_);
    return graph_.group(process);
  }

  bool is_enough() {
    const std::lock_guard lock(mutex_);
    return session_.stop.raised() || give_up_;
  }

  void run_group(TaskId process, unsigned slot) {
    const Group& group = group_of(process);
    if (session_.voice.hears(Zone::slot))
      session_.voice.log(Zone::slot, "slot " + std::to_string(slot + 1) + " has " + name_of(group.front()->task) +
                                         (group.size() > 1 ? " and " + std::to_string(group.size() - 1) + " more" : ""));
    const PreparedTool& tool = tool_of(group.front()->task, tools_);
    WarmTools* warm = &warm_;
    if (group.size() > 1) {
      std::vector<const Task*> tasks;
      for (const FinishedTask* task : group) tasks.push_back(&task->task);
      ToldJob told(session_, group, slot);
      auto batch = run_batch(session_, tasks, tool, &warm_);
      if (!batch) return fail(batch.error());
      std::vector<ToolRun>& runs = batch->runs;
      if (runs.empty())
        for (const FinishedTask* task : group) told.put_back(*task);
      if (runs.empty() && tool.adapter.command().undivided) return run_halves_later(process, group);
      // One of them would do so again, and then once more without the server.
      if (batch->is_beyond) warm = nullptr;
      std::map<std::string, Group> others;
      for (size_t i = 0; i < runs.size(); ++i) {
        ToolRun& run = runs[i];
        if (run.is_clear) {
          keep(*group[i], tool, std::move(run));
          if (group[i]->outcome) told.finished(*group[i]);
        } else {
          if (!run.stopped) told.put_back(*group[i]);
          others[run.company].push_back(group[i]);
        }
      }
      if (!runs.empty()) return run_later(process, group, others);
    }
    for (FinishedTask* task : group) {
      if (is_enough()) return;
      ToldJob told(session_, {task}, slot);
      auto run = run_tool(session_, task->task, tool, warm);
      if (!run) return fail(run.error());
      keep(*task, tool, std::move(*run));
      if (task->outcome) told.finished(*task);
    }
  }

  // Somewhere among them is one that keeps the others from being looked at.
  void run_halves_later(TaskId process, const Group& group) {
    const auto middle = group.begin() + static_cast<ptrdiff_t>(group.size() / 2);
    const std::lock_guard lock(mutex_);
    later_[process] = {Group(group.begin(), middle), Group(middle, group.end())};
  }

  // By company, in smaller groups than the one that they were of.
  void run_later(TaskId process, const Group& group, const std::map<std::string, Group>& others) {
    const std::lock_guard lock(mutex_);
    for (const auto& [company, tasks] : others) {
      if (!company.empty() && tasks.size() < group.size()) {
        later_[process].push_back(tasks);
      } else {
        for (FinishedTask* task : tasks) later_[process].push_back({task});
      }
    }
  }

  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    failure_ = error;
    give_up_ = true;
  }

  void keep(FinishedTask& task, const PreparedTool& tool, ToolRun run) {
    if (run.stopped) return;
    const std::lock_guard lock(mutex_);
    if (lacks_footprint(task.task, tool, run)) {
      task.outcome = run.outcome;
      unseen_.push_back({&task, std::move(run)});
    } else {
      keep_outcome(session_, task, tool, std::move(run.outcome), run.observed, run.started);
      tell_doubt(task, run.observed);
      session_.store.commit_now_and_then();
    }
    if (task.outcome->verdict != Verdict::clean && session_.request.fail_fast) give_up_ = true;
  }

  // Why a traced tool will run each time, once for each reason.
  void tell_doubt(const FinishedTask& task, const Observed& observed) {
    if (!observed.is_traced || observed.doubt.empty() || !doubts_.insert(task.task.tool + observed.doubt).second) return;
    session_.voice.note(printable(name_of(task.task) + " is not cacheable, because it " + observed.doubt));
  }

  const Session& session_;
  const std::vector<PreparedTool>& tools_;
  WarmTools warm_;
  RunGraph graph_;    // of who is asked for the next task, or told of an end; others ask for groups, with the mutex
  std::mutex mutex_;  // of all below
  bool give_up_;
  std::map<TaskId, std::vector<Group>> later_;  // by process, what did not become clear
  std::vector<UnseenTask> unseen_;
  std::set<std::string> doubts_;  // that were told, each after its tool
  std::optional<Error> failure_;
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
      if (session.voice.trace) session.voice.trace(name_of(task.task) + ": not run -> skipped");
      if (session.voice.hears(Zone::reason)) session.voice.log(Zone::reason, name_of(task.task) + " is up to date");
      keep_reuse(session, task, tool);
    } else {
      task.reasons = reasons.why(task.task, tool);
      explain(session, task);
    }
  }
  tell_reused(session, finished);
  return finished;
}

bool is_over(const Session& session, const std::vector<FinishedTask>& tasks) {
  return session.stop.raised() || session.voice.manner.is_dry ||
         (session.request.fail_fast && std::any_of(tasks.begin(), tasks.end(), [](const FinishedTask& task) {
            return task.outcome && task.outcome->verdict != Verdict::clean;
          }));
}

Result<std::vector<UnseenTask>> run_missing(const Session& session, const std::vector<PreparedTool>& tools,
                                            std::vector<FinishedTask>& tasks) {
  std::vector<FinishedTask*> missing;
  for (FinishedTask& task : tasks)
    if (!task.outcome) missing.push_back(&task);
  if (missing.empty() || session.voice.manner.is_dry) {
    session.store.commit();
    return std::vector<UnseenTask>();
  }
  session.voice.tell(PhaseBegan{Phase::tools});
  session.disk.begin_use();
  Runner runner(session, tools, tasks);
  LINTCACHE_TRY(runner.run(missing));
  return runner.take_unseen();
}

void keep_unseen(const Session& session, const std::vector<PreparedTool>& tools,
                 const std::unordered_map<std::string, Footprint>& footprints, std::vector<UnseenTask> unseen) {
  for (auto& [task, run] : unseen) {
    if (const auto known = footprints.find(task->task.file); known != footprints.end())
      task->task.footprint = {known->second.runtime.set, known->second.statements.set};
    run.observed.is_footprint_late = true;
    keep_outcome(session, *task, tool_of(task->task, tools), std::move(run.outcome), run.observed, run.started);
  }
  session.store.commit();
}

}  // namespace lintcache
