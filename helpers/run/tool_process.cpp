// SPDX-License-Identifier: MIT
// Command lines of tasks.
#include "run/tool_process.h"

#include <atomic>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "base/subprocess.h"
#include "tools/observation.h"

namespace lintcache {
namespace {

// A file for this process alone, below the state directory.
std::string output_path(const Session& session, const Task& task) {
  static std::atomic<unsigned> number = 0;
  return joined(session.request.state_dir, ".output-" + task.tool + "-" + std::to_string(getpid()) + "-" +
                                               std::to_string(++number));
}

bool names_output(const std::vector<std::string>& arguments, const std::string& path) {
  for (const std::string& word : arguments)
    if (word.find(path) != std::string::npos) return true;
  return false;
}

Observed observed_by(const std::string& report, const Request& request, const PreparedTool& tool) {
  const auto observation = read_observation(report);
  if (!observation) return {{}, false, "its report is not whole"};
  const bool follows_imports = tool.adapter->scope == Scope::closure;
  return {observed_inputs(*observation, *tool.toolchain, request, tool.config, follows_imports),
          saw_all(*observation, *tool.toolchain, request), observation->doubt};
}

}  // namespace

Result<ToolRun> run_tool(const Session& session, const Task& task, const PreparedTool& tool) {
  const Request& request = session.request;
  const Subject subject{task.file, task.files, request.source_dir, output_path(session, task)};
  Command command{tool.launcher, tool.environment.variables, request.source_dir};
  std::vector<std::string> words = tool.adapter->arguments(subject);
  // The first word of a declared tool is its program, which the launcher names in full.
  const size_t skipped = tool.adapter->module.empty() ? 1 : 0;
  command.arguments.insert(command.arguments.end(), words.begin() + skipped, words.end());
  command.wants_report = !tool.adapter->bootstrap.empty();
  ToolRun run;
  run.started = session.disk.disk().now();
  LINTCACHE_TRY_ASSIGN(ProcessResult process, run_process(command, session.stop));
  if (names_output(command.arguments, subject.output)) {
    if (const auto written = real_disk().read(subject.output); written && *written) process.output = (*written)->bytes;
    [[maybe_unused]] const auto gone = remove_file(subject.output);
  }
  run.stopped = process.stopped;
  if (run.stopped) return run;
  if (command.wants_report) run.observed = observed_by(process.report, request, tool);
  run.outcome = tool.adapter->read(std::move(process), subject);
  return run;
}

}  // namespace lintcache
