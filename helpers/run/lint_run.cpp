// SPDX-License-Identifier: MIT
// The line: each step takes values and returns values; what touches the world is below.
#include "run/lint_run.h"

#include <algorithm>
#include <chrono>

#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "discovery/tree_walk.h"
#include "plan/plan.h"
#include "report/formats.h"
#include "run/infer.h"
#include "run/keep_records.h"
#include "run/know_toolchain.h"
#include "run/run_tasks.h"
#include "store/tree_lock.h"

namespace lintcache {
namespace {

using Clock = std::chrono::steady_clock;

// The files that were asked for by name; a directory stands for those below it.
Result<std::vector<std::string>> select(const std::vector<std::string>& files,
                                        const Request& request) {
  if (request.selected_files.empty()) return files;
  std::vector<std::string> chosen;
  for (const std::string& wanted : request.selected_files) {
    const size_t before = chosen.size();
    for (const std::string& file : files)
      if (file == wanted || wanted.empty() || is_below(file, wanted)) chosen.push_back(file);
    if (chosen.size() == before)
      return asked_wrongly("not a file that is linted", joined(request.source_dir, wanted),
                           "`lintcache discover --list` shows those that are");
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

std::vector<FailedImport> failed_imports(const std::vector<std::string>& files,
                                         const Footprints& footprints) {
  std::vector<FailedImport> failed;
  for (const std::string& file : files)
    if (const auto known = footprints.by_file.find(file);
        known != footprints.by_file.end() && known->second.outcome != ImportOutcome::imported)
      failed.push_back({file, known->second.exception});
  return failed;
}

void count(const std::vector<FinishedTask>& tasks, Summary& summary) {
  summary.tasks = tasks.size();
  for (const FinishedTask& done : tasks) {
    if (!done.outcome) {
      ++summary.not_run;
      continue;
    }
    ++(done.cached ? summary.cached : summary.run);
    if (done.cached && done.outcome->verdict == Verdict::clean) ++summary.cached_clean;
    if (done.outcome->verdict == Verdict::tool_failure) ++summary.failures;
    summary.findings += done.outcome->findings.size();
  }
}

std::string listed(const std::vector<FailedImport>& failed) {
  std::string text;
  for (const FailedImport& import : failed)
    text += printable(import.file + ": " + import.exception) + "\n";
  return text;
}

// The files that say what the run found; the first one that cannot be written is told.
Result<void> write_reports(const Session& session, const std::vector<std::string>& files,
                           const std::vector<FinishedTask>& tasks, const LintResult& result) {
  const std::string& state_dir = session.request.state_dir;
  Result<void> all = keep_records(session, files, tasks);
  const auto also = [&](Result<void> written) {
    if (all) all = std::move(written);
  };
  also(write_atomically(joined(state_dir, "summary.json"), summary_json(result.summary)));
  also(write_if_changed(joined(state_dir, "imports_failed.txt"), listed(result.failed_imports)));
  if (!session.request.merged_log.empty())
    also(write_if_changed(session.request.merged_log, merged_log(tasks)));
  return all;
}

TreeLock lock_tree(const Request& request, const Stop& stop, const Voice& voice) {
  return {request.state_dir, stop,
          [&] { voice.warn("waiting for another run on " + request.state_dir); }};
}

// One warning says enough: a full or read-only disk shows at every file.
void tell_trouble(const StateStore& store, const Result<void>& written, const Voice& voice) {
  if (const std::string trouble = store.trouble(); !trouble.empty()) {
    voice.warn(trouble);
  } else if (!written) {
    voice.warn(written.error().text());
  }
}

}  // namespace

Result<LintResult> lint_run(const Request& request, const std::vector<std::string>& outer_environment,
                            const Stop& stop, const Voice& voice) {
  const Clock::time_point start = Clock::now();
  const TreeLock lock = lock_tree(request, stop, voice);
  if (stop.raised()) return our_fault("stopped");
  StateStore store(request.state_dir);
  StatCache disk(real_disk(), store.load_memory());
  const Session session{request, store, disk, stop, outer_environment, voice.progress};

  LINTCACHE_TRY_ASSIGN(const auto all_files, find_files(request, disk));
  LINTCACHE_TRY_ASSIGN(const auto files, select(all_files, request));
  LINTCACHE_TRY_ASSIGN(const Toolchain toolchain, know_toolchain(session));
  LINTCACHE_TRY_ASSIGN(const auto tools,
                       prepare_tools(request, toolchain, outer_environment, disk));
  LINTCACHE_TRY_ASSIGN(const Footprints footprints,
                       infer_footprints(session, toolchain, files, tools));
  auto tasks = reuse_outcomes(
      session, plan_tasks(request, toolchain, files, tools, footprints.by_file, disk));
  LINTCACHE_TRY(run_missing(session, tools, tasks));

  LintResult result;
  result.diagnostics = diagnostics(tasks, request, voice.colour);
  result.failed_imports = failed_imports(files, footprints);
  Summary& summary = result.summary;
  count(tasks, summary);
  summary.name = request.name;
  summary.files = files.size();
  summary.imports_run = footprints.imports_run;
  summary.imports_failed = result.failed_imports.size();
  summary.files_hashed = disk.files_hashed();
  summary.directories_listed = disk.directories_listed();
  summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();

  const bool whole_tree = request.selected_tools.empty() && request.selected_files.empty();
  store.save_memory(disk, whole_tree && summary.not_run == 0);
  const auto written = write_reports(session, all_files, tasks, result);
  store.input_sets().sweep();
  store.commit();
  tell_trouble(store, written, voice);
  return result;
}

Result<Discovery> discover_run(const Request& request, const Stop& stop, const Voice& voice) {
  const TreeLock lock = lock_tree(request, stop, voice);
  if (stop.raised()) return our_fault("stopped");
  StateStore store(request.state_dir);
  StatCache disk(real_disk(), store.load_memory());
  LINTCACHE_TRY_ASSIGN(auto files, find_files(request, disk));
  store.save_memory(disk, false);
  store.commit();
  tell_trouble(store, {}, voice);
  return Discovery{std::move(files), disk.directories_listed()};
}

}  // namespace lintcache
