// SPDX-License-Identifier: MIT
// Running tools under trace, beside what is recorded of them.
#include "run/verify_traces.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <tuple>

#include "base/text.h"
#include "digest/input_facts.h"
#include "run/changes.h"
#include "run/key_cover.h"
#include "run/run_graph.h"
#include "run/run_tasks.h"
#include "run/traced_tool.h"
#include "run/verify_outcomes.h"
#include "run/widened.h"
#include "schedule/parallel.h"
#include "schedule/workers.h"

namespace lintcache {
namespace {

std::string way_of(const Fact& fact) {
  if (fact.kind == FactKind::content) return "read";
  if (fact.kind == FactKind::absent) return "looked for";
  return fact.kind == FactKind::listing ? "listed" : "asked about";
}

class Comparison {
 public:
  Comparison(const Session& session, const std::vector<PreparedTool>& tools) : session_(session), tools_(tools) {}

  Result<TraceVerification> run(const std::vector<const FinishedTask*>& tasks) {
    const auto enough = [&] {
      const std::lock_guard lock(mutex_);
      return session_.stop.raised() || failure_;
    };
    // The store is asked by one thread.
    for (const FinishedTask* task : tasks) recorded_.push_back(session_.store.input_sets().inputs(task->set));
    JobSlots slots = slots_for(session_.request.jobs, session_.voice.warn);
    run_parallel(tasks.size(), slots, enough, [&](size_t index, unsigned) { compare(*tasks[index], recorded_[index], tasks.size()); });
    if (failure_) return *failure_;
    remember();
    return std::move(result_);
  }

 private:
  void compare(const FinishedTask& task, const std::vector<InputState>& recorded, size_t total) {
    const PreparedTool& tool = tool_of(task.task, tools_);
    auto asked = ask_under_trace(session_, task.task, tool);
    const KeyCover cover(session_.request, tool, recorded);
    const std::lock_guard lock(mutex_);
    if (!asked) failure_ = asked.error();
    if (!asked || asked->stopped) return;
    ++result_.checked;
    session_.voice.tell(Counted{Phase::verify, result_.checked, total, task.task.tool + " " + task.task.file});
    for (const std::string& reason : asked->doubts) result_.doubts.push_back(name_of(task.task) + ": it " + reason);
    std::set<std::string> paths;
    for (const Fact& fact : asked->facts) {
      if (cover.holds(fact)) continue;
      const std::string why = cover.explained(fact);
      if (!why.empty()) {
        ++result_.explained[why];
      } else if (paths.insert(fact.path).second) {
        result_.outside.push_back({task.task.file, task.task.tool, fact.path, way_of(fact), true});
        reads_[task.task.tool].push_back(fact);
      } else {
        reads_[task.task.tool].push_back(fact);
      }
    }
  }

  void remember() {
    std::set<std::string> grown;
    for (const auto& [name, facts] : reads_) {
      std::vector<Input> inputs;
      for (const TracedInput& one : inputs_of_facts(facts)) inputs.push_back(one.input);
      Task task;
      task.tool = name;
      if (remember_reads(session_, tool_of(task, tools_), inputs)) grown.insert(name);
    }
    for (UnkeyedRead& one : result_.outside) one.is_new = grown.contains(one.tool);
    if (!grown.empty()) session_.store.replays().forget();
    session_.store.commit();
    auto& all = result_.outside;
    std::sort(all.begin(), all.end(), [](const UnkeyedRead& a, const UnkeyedRead& b) {
      return std::tie(a.tool, a.path, a.file) < std::tie(b.tool, b.path, b.file);
    });
    std::sort(result_.doubts.begin(), result_.doubts.end());
  }

  const Session& session_;
  const std::vector<PreparedTool>& tools_;
  std::vector<std::vector<InputState>> recorded_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Fact>> reads_;  // by tool, what is outside
  TraceVerification result_;
  std::optional<Error> failure_;
};

}  // namespace

Result<TraceVerification> verify_traces(const Session& session, const std::vector<PreparedTool>& tools,
                                        const std::vector<FinishedTask>& tasks, const Sample& sample) {
  std::vector<const FinishedTask*> known;
  for (const FinishedTask& task : tasks)
    if (task.cached && task.task.too_large.empty()) known.push_back(&task);
  const size_t remembered = known.size();
  LINTCACHE_TRY_ASSIGN(TraceVerification result, Comparison(session, tools).run(chosen(std::move(known), sample)));
  result.remembered = remembered;
  return result;
}

Result<TraceVerification> verify_tree_by_trace(OpenTree& tree, const Sample& sample) {
  LINTCACHE_TRY_ASSIGN(const RememberedTasks known, remembered_tasks(tree));
  LINTCACHE_TRY_ASSIGN(auto result, verify_traces(tree.session(), known.tools, known.tasks, sample));
  if (tree.session().stop.raised()) return our_fault("stopped");
  return result;
}

std::vector<std::string> lines_of(const TraceVerification& verification, const std::string& source_dir) {
  std::vector<std::string> lines;
  const auto& all = verification.outside;
  // By tool and path: one file is named, the others are counted.
  for (size_t first = 0, end = 0; first < all.size(); first = end) {
    const UnkeyedRead& one = all[first];
    for (end = first; end < all.size() && all[end].tool == one.tool && all[end].path == one.path;) ++end;
    const std::string others = end == first + 1 ? "" : " (and " + std::to_string(end - first - 1) + " more)";
    lines.push_back(printable(one.tool + (one.file.empty() ? "" : " on " + one.file + others) + " " + one.way + " " + shown_path(one.path, source_dir)) +
                    ", which its key does not hold" + (one.is_new ? "; from the next run on it does" : ", and that could not be recorded"));
  }
  for (const std::string& doubt : verification.doubts) lines.push_back(printable(doubt) + ", so more may count than was seen");
  return lines;
}

}  // namespace lintcache
