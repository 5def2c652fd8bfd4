// SPDX-License-Identifier: MIT
// Command lines of tasks.
#include "run/tool_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "base/subprocess.h"
#include "base/text.h"
#include "plan/further_inputs.h"
#include "plan/static_key.h"
#include "report/memo_text.h"
#include "run/linter_limits.h"
#include "run/module_graph.h"
#include "run/traced_tool.h"
#include "tools/declared_tool.h"
#include "tools/observation.h"
#include "tools/tool_command.h"
#include "tools/tool_reader.h"

namespace lintcache {
namespace {

// A file for this process alone, below the state directory.
std::string output_path(const Session& session, const PreparedTool& tool) {
  static std::atomic<unsigned> number = 0;
  return joined(session.request.state_dir, ".output-" + tool.adapter->name + "-" + std::to_string(getpid()) + "-" +
                                               std::to_string(++number));
}

// For a command that would be too long with all of them.
Result<void> write_list(const Subject& subject) {
  std::string text;
  for (const std::string& file : subject.files) {
    if (file.find('\n') != std::string::npos)
      return asked_wrongly("a name with a line break cannot stand in {list}", joined(subject.source_dir, file), "take {files}");
    text += as_argument(file) + "\n";
  }
  return write_atomically(list_path(subject), text);
}

bool names_output(const std::vector<std::string>& arguments, const std::string& path) {
  for (const std::string& word : arguments)
    if (word.find(path) != std::string::npos) return true;
  return false;
}

// What a process was seen to depend on, and of each of its files which group of that: those it looked at.
struct Sight {
  Observed common;
  FollowedImports followed;  // without its graph
};

std::string text_of(const std::string& path) {
  const auto read = real_disk().read(path);
  return read && *read ? (*read)->bytes : std::string();
}

// One that tells its graph is compiled itself, wherever it lies, and asks and reads by Python's means all the same.
bool loaded_code_of_tree(const Observation& observation, const Request& request) {
  return std::any_of(observation.modules.begin(), observation.modules.end(), [&](const auto& module) {
    return module.second.ends_with(".so") && is_below(module.second, request.source_dir);
  });
}

Sight sight_of(const std::string& report, const std::vector<std::string>& files, int64_t started,
               const Request& request, const PreparedTool& tool) {
  Sight sight;
  auto observation = read_observation(report);
  if (!observation) {
    sight.common = {{}, false, "its report is not whole"};
    return sight;
  }
  std::vector<std::string> paths;
  for (const std::string& file : files) paths.push_back(joined(request.source_dir, file));
  const bool is_all = saw_all(*observation, *tool.toolchain, request) ||
                      (!observation->graph.empty() && !loaded_code_of_tree(*observation, request));
  if (!observation->graph.empty())
    sight.followed = followed_imports(*observation, paths, request.source_dir, text_of);
  // Newer versions of mypy read in compiled code what they have asked for by name.
  if (observation->graph.empty() && tool.adapter.command().undivided)
    for (const std::string& path : observation->questions)
      if (path.ends_with(".py") || path.ends_with(".pyi")) observation->reads.push_back(path);
  const bool has_groups = !sight.followed.group_of.empty();
  if (has_groups) *observation = without_modules(std::move(*observation));
  const bool follows_imports = tool.adapter->scope == Scope::closure;
  auto inputs = observed_inputs(*observation, *tool.toolchain, request, tool.config, follows_imports);
  if (has_groups) {
    add_for_all(inputs, sight.followed);
    inputs.clear();
    sight.common.shared = std::make_shared<SharedInputs>(SharedInputs{std::move(sight.followed.graph), started});
  }
  sight.common.inputs = std::move(inputs);
  sight.common.is_all = is_all;
  sight.common.doubt = observation->doubt;
  return sight;
}

// Where the process tells the imports of its files: which group is this one's, and whether they are those that it has
// alone.
void choose_group(const Sight& sight, const std::string& file, const Request& request, ToolRun& run) {
  if (!run.observed.shared) return;
  const std::string path = joined(request.source_dir, file);
  const auto group = sight.followed.group_of.find(path);
  const auto doubt = sight.followed.doubtful.find(path);
  if (group != sight.followed.group_of.end()) run.observed.group = group->second;
  run.is_clear = group != sight.followed.group_of.end() && doubt == sight.followed.doubtful.end();
  if (doubt != sight.followed.doubtful.end()) run.company = doubt->second;
}

// What nobody watched.
Observed found_for(const std::string& file, const Request& request, const PreparedTool& tool, FoundBefore& before) {
  FurtherInputs found = further_inputs(request, tool, file, before);
  Observed observed;
  observed.inputs = std::move(found.inputs);
  observed.doubt = std::move(found.doubt);
  return observed;
}

// A process that came to its end, or was stopped.
struct Ended {
  ProcessResult process;
  std::optional<Observed> traced = {};  // what was seen of it, where it was traced
  int64_t started = 0;
  bool was_served = false;
  double seconds = 0;  // that it had
};

std::string name_of(const PreparedTool& tool, const Subject& subject) {
  const std::string& first = subject.file.empty() && !subject.files.empty() && tool.adapter->unit == Unit::file ? subject.files.front() : subject.file;
  const size_t others = subject.files.size() - (subject.files.empty() ? 0 : 1);
  return tool.adapter->name + " " + (first.empty() ? "(tree)" : printable(first)) +
         (first.empty() || others == 0 ? "" : " and " + std::to_string(others) + " more");
}

// As a shell takes it, for who wants to do the same by hand; nobody watches there.
void tell_start(const Session& session, const PreparedTool& tool, const Subject& subject, const std::vector<std::string>& words) {
  std::vector<std::string> line = {"env", "-i"};
  const std::vector<std::string> start = plain_start(tool);
  for (const auto* more : {&tool.environment.variables, &start, &words}) line.insert(line.end(), more->begin(), more->end());
  session.voice.log(Zone::command, name_of(tool, subject) + " starts: " +
                                       shell_words({"cd", session.request.source_dir}) + " && " + shell_words(line));
}

void tell_end(const Session& session, const PreparedTool& tool, const Subject& subject, const Ended& ended) {
  const ProcessResult& process = ended.process;
  std::string how = process.signal != 0 ? "signal " + std::to_string(process.signal) : "exit status " + std::to_string(process.exit_status);
  if (process.stopped) how = "stopped";
  if (process.beyond != Beyond::nothing) how = "beyond its limits";
  session.voice.log(Zone::command, fmt::format("{} ends: {}, {:.3f}s, {} and {} bytes{}", name_of(tool, subject), how,
                                               static_cast<double>(process.nanoseconds) / 1e9, process.out.size(), process.err.size(),
                                               ended.was_served ? ", forked from its lint server" : ""));
}

Result<Ended> run_process_on(const Session& session, const PreparedTool& tool, const Subject& subject, WarmTools* warm) {
  std::vector<std::string> words = tool.adapter.command().arguments(subject);
  // The first word of a declared tool is its program, which the launcher names in full.
  if (tool.adapter->module.empty()) words.erase(words.begin());
  const bool has_list = names_output(words, list_path(subject));
  if (has_list) LINTCACHE_TRY(write_list(subject));
  if (session.voice.hears(Zone::command)) tell_start(session, tool, subject, words);
  Ended ended;
  const double seconds = seconds_for(session.request, tool.adapter, subject.files.size());
  if (auto served = warm != nullptr ? warm->run(tool, words, seconds) : std::nullopt) {
    ended = {std::move(*served), {}, warm->started(tool), true, seconds};
  } else {
    Command command{tool.launcher, tool.environment.variables, session.request.source_dir};
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
    command.wants_report = is_watched(*tool.adapter);
    command.limits = linter_limits(session.request);
    command.limits.time = seconds;
    ended.started = session.disk.disk().now();
    ended.seconds = seconds;
    if (tool.adapter->scope == Scope::trace) {
      LINTCACHE_TRY_ASSIGN(TracedTool traced, run_traced_tool(session, command, subject.output, ended.started));
      ended.process = std::move(traced.process);
      ended.traced = std::move(traced.observed);
    } else {
      LINTCACHE_TRY_ASSIGN(ended.process, run_process(command, session.stop));
    }
  }
  if (names_output(words, subject.output)) {
    const auto written = real_disk().read(subject.output);
    if (written && *written) ended.process.output = (*written)->bytes;
    [[maybe_unused]] const auto gone = remove_file(subject.output);
  }
  if (has_list) [[maybe_unused]] const auto gone = remove_file(list_path(subject));
  if (session.voice.hears(Zone::command)) tell_end(session, tool, subject, ended);
  return ended;
}

// Each file is an input of its own task; that it was read for another one says nothing.
void leave_out(const std::vector<std::string>& files, const Request& request, Observed& observed) {
  std::set<std::string> paths;
  for (const std::string& file : files) paths.insert(joined(request.source_dir, file));
  std::erase_if(observed.inputs, [&](const TracedInput& one) {
    return one.input.kind == InputKind::content && paths.contains(one.input.path);
  });
}

// Whoever else finds the outcome has its configuration elsewhere.
void name_places(const Session& session, const PreparedTool& tool, Outcome& outcome) {
  for (Finding& notice : outcome.notices)
    notice.path = shared_place(absolute_path(notice.path, session.request.source_dir), session.request,
                               value_of(tool.environment.variables, "HOME"));
}

// What a process that came to its end says about each file; nothing where that is not perfectly clear.
std::vector<ToolRun> runs_of(const Session& session, const Ended& ended, const Subject& subject,
                             const PreparedTool& tool) {
  const bool is_undivided = tool.adapter.command().undivided;
  ToolRun common;
  common.started = ended.started;
  Sight sight;
  if (is_watched(*tool.adapter))
    sight = sight_of(ended.process.report, subject.files, ended.started, session.request, tool);
  common.observed = std::move(sight.common);
  // Whatever it did besides, it did for all.
  const bool is_for_all = is_undivided && common.observed.is_all;
  if ((!common.observed.doubt.empty() && !is_for_all) || ended.process.signal != 0) return {};
  if (is_undivided && !common.observed.shared) return {};
  leave_out(subject.files, session.request, common.observed);
  common.observed.common = std::make_shared<CommonInputs>(CommonInputs{std::exchange(common.observed.inputs, {})});
  auto outcomes = tool.adapter.reader().read_batch(ended.process, subject);
  if (!outcomes || outcomes->size() != subject.files.size()) return {};
  std::vector<ToolRun> runs;
  FoundBefore before;
  for (size_t i = 0; i < outcomes->size(); ++i) {
    Outcome& outcome = (*outcomes)[i];
    if (outcome.verdict == Verdict::tool_failure) return {};
    ToolRun& run = runs.emplace_back(common);
    if (!is_watched(*tool.adapter)) {
      run.observed = found_for(subject.files[i], session.request, tool, before);
      run.observed.common = common.observed.common;
    }
    choose_group(sight, subject.files[i], session.request, run);
    run.outcome = std::move(outcome);
    name_places(session, tool, run.outcome);
    run.outcome.nanoseconds = ended.process.nanoseconds / static_cast<int64_t>(outcomes->size());
  }
  return runs;
}

// Instead of a process.
ToolRun refusal_of(const Session& session, const Task& task) {
  ToolRun run;
  run.started = session.disk.disk().now();
  run.observed.is_all = true;
  run.outcome = too_large(task.too_large, session.request);
  return run;
}

}  // namespace

std::vector<std::string> plain_start(const PreparedTool& tool) {
  constexpr ptrdiff_t k_watching = 3;  // words of start_of()
  std::vector<std::string> words = tool.launcher;
  if (!tool.adapter->bootstrap.empty() && words.size() > k_watching) words.erase(words.begin() + 1, words.begin() + 1 + k_watching);
  return words;
}

Result<ToolRun> run_tool(const Session& session, const Task& task, const PreparedTool& tool, WarmTools* warm) {
  if (!task.too_large.empty()) return refusal_of(session, task);
  const Subject subject{task.file, task.files, session.request.source_dir, output_path(session, tool)};
  LINTCACHE_TRY_ASSIGN(Ended ended, run_process_on(session, tool, subject, warm));
  ToolRun run;
  run.started = ended.started;
  run.stopped = ended.process.stopped;
  if (run.stopped) return run;
  if (ended.traced) {
    run.observed = *std::move(ended.traced);
  } else if (is_watched(*tool.adapter)) {
    Sight sight = sight_of(ended.process.report, {task.file}, ended.started, session.request, tool);
    run.observed = std::move(sight.common);
    choose_group(sight, task.file, session.request, run);
  } else {
    FoundBefore nothing;
    run.observed = found_for(task.file, session.request, tool, nothing);
  }
  run.outcome = ended.process.beyond == Beyond::nothing
                    ? tool.adapter.reader().read(std::move(ended.process), subject)
                    : beyond_limit(std::move(ended.process), session.request, ended.seconds);
  name_places(session, tool, run.outcome);
  if (run.outcome.verdict == Verdict::tool_failure) add_hint(session.request, run.outcome);
  if (ended.was_served && (run.outcome.verdict == Verdict::tool_failure || !run.observed.doubt.empty())) {
    warm->broke(tool);
    return run_tool(session, task, tool);
  }
  return run;
}

Result<BatchRun> run_batch(const Session& session, const std::vector<const Task*>& tasks,
                           const PreparedTool& tool, WarmTools* warm) {
  Subject subject{"", {}, session.request.source_dir, output_path(session, tool)};
  for (const Task* task : tasks) subject.files.push_back(task->file);
  LINTCACHE_TRY_ASSIGN(const Ended ended, run_process_on(session, tool, subject, warm));
  if (ended.process.stopped) {
    ToolRun stopped;
    stopped.stopped = true;
    return BatchRun{std::vector<ToolRun>(tasks.size(), stopped)};
  }
  if (ended.process.beyond != Beyond::nothing) return BatchRun{{}, true};
  return BatchRun{runs_of(session, ended, subject, tool)};
}

}  // namespace lintcache
