// SPDX-License-Identifier: MIT
// A run: look at the tree, once more where it changed meanwhile, compare, report.
#include "run/lint_tree.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "report/formats.h"
#include "run/keep_records.h"
#include "run/latch.h"
#include "run/lint_run.h"
#include "run/look_at_few.h"
#include "run/record_timeline.h"
#include "run/run_graph.h"
#include "run/run_tasks.h"
#include "run/verify_traces.h"

namespace lintcache {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t k_slowest = 5;

std::vector<FailedImport> failed_imports(const LintRun& run) {
  std::vector<FailedImport> failed;
  for (const std::string& file : run.files)
    if (const auto known = run.footprints.by_file.find(file);
        known != run.footprints.by_file.end() && known->second.outcome != ImportOutcome::imported)
      failed.push_back({file, known->second.exception});
  return failed;
}

// What changed under the hands of which tools, one line for each that did.
std::vector<std::string> changes(const std::vector<FinishedTask>& tasks) {
  std::map<std::string, std::set<std::string>> tools;
  for (const FinishedTask& task : tasks)
    if (!task.changed.empty()) tools[task.changed].insert(task.task.tool);
  std::vector<std::string> lines;
  for (const auto& [what, names] : tools)
    lines.push_back(what + " changed while " + join({names.begin(), names.end()}, " and ") + " ran");
  return lines;
}

// Looks at the tree, if nobody has looked; where something changed while tools ran, once more at all that depends on it.
Result<LintRun> settled_run(OpenTree& tree, std::optional<LintRun> looked) {
  if (!looked) {
    LINTCACHE_TRY_ASSIGN(looked, lint_run(tree));
  }
  LintRun run = *std::move(looked);
  const Session& session = tree.session();
  const auto first = changes(run.tasks);
  if (first.empty() || is_over(session, run.tasks)) return run;
  for (const std::string& line : first) session.voice.warn(line + ": linting again what depends on it");
  tree.look_again();
  LINTCACHE_TRY_ASSIGN(LintRun again, lint_run(tree));
  for (const std::string& line : changes(again.tasks)) session.voice.warn(line + " again: the next run lints once more");
  again.tasks = merged(std::move(run.tasks), std::move(again.tasks));
  again.footprints.imports_run += run.footprints.imports_run;
  return again;
}

void count_for_tool(const FinishedTask& done, ToolTally& tally) {
  if (!done.outcome) {
    ++tally.not_run;
    return;
  }
  tally.findings += done.outcome->findings.size();
  if (done.cached) {
    ++tally.cached;
    return;
  }
  tally.nanoseconds += done.outcome->nanoseconds;
  const Verdict verdict = done.outcome->verdict;
  ++(verdict == Verdict::clean ? tally.clean : verdict == Verdict::tool_failure ? tally.broke : tally.found);
}

std::vector<SlowTask> slowest_of(const std::vector<FinishedTask>& tasks) {
  std::vector<SlowTask> slowest;
  for (const FinishedTask& done : tasks)
    if (done.outcome && !done.cached) slowest.push_back({done.task.tool, done.task.file, done.outcome->nanoseconds});
  const auto count = static_cast<ptrdiff_t>(std::min(k_slowest, slowest.size()));
  std::partial_sort(slowest.begin(), slowest.begin() + count, slowest.end(),
                    [](const SlowTask& a, const SlowTask& b) { return a.nanoseconds > b.nanoseconds; });
  slowest.resize(static_cast<size_t>(count));
  return slowest;
}

void count(const std::vector<FinishedTask>& tasks, Summary& summary) {
  summary.tasks = tasks.size();
  summary.slowest = slowest_of(tasks);
  for (const FinishedTask& done : tasks) {
    count_for_tool(done, summary.by_tool[done.task.tool]);
    if (!done.outcome) {
      ++summary.not_run;
      continue;
    }
    ++(done.cached ? summary.cached : summary.run);
    if (!done.cached && !done.reasons.empty()) ++summary.reasons[done.reasons.front().kind];
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

// Only where more than the time is another than before.
Result<void> write_summary(const std::string& state_dir, const Summary& summary) {
  const std::string path = joined(state_dir, "summary.json");
  const auto before = real_disk().read(path);
  if (before && *before && without_time((*before)->bytes) == without_time(summary_json(summary))) return {};
  return write_atomically(path, summary_json(summary));
}

Result<void> write_lists(const Session& session, const std::vector<FailedImport>& failed, const std::vector<FinishedTask>& tasks) {
  Result<void> all = write_if_changed(joined(session.request.state_dir, "imports_failed.txt"), listed(failed));
  if (session.request.merged_log.empty()) return all;
  Result<void> log = write_if_changed(session.request.merged_log, merged_log(tasks));
  return all ? std::move(log) : std::move(all);
}

// The files that say what the run found; the first one that cannot be written is told.
Result<void> write_reports(const Session& session, const LintRun& run, const LintResult& result) {
  Result<void> all = keep_records(session, run.all_files, run.tasks);
  const auto also = [&](Result<void> written) {
    if (all) all = std::move(written);
  };
  also(write_lists(session, result.failed_imports, run.tasks));
  return all;
}

void summarize(const Session& session, const LintRun& run, LintResult& result) {
  Summary& summary = result.summary;
  count(run.tasks, summary);
  if (summary.not_run > 0) summary.why_not_run = session.stop.raised() ? "interrupted" : session.request.fail_fast ? "FAIL_FAST" : "";
  summary.name = session.request.name;
  summary.files = run.files.size();
  summary.imports_run = run.footprints.imports_run;
  summary.imports_failed = result.failed_imports.size();
  summary.imports_in_interpreter = run.footprints.imports_run > 0 && run.toolchain.libpython.empty();
  summary.files_hashed = session.disk.files_hashed();
  summary.directories_listed = session.disk.directories_listed();
  summary.paths_asked = session.disk.paths_asked();
}

std::vector<std::string> would_run(const std::vector<FinishedTask>& tasks) {
  std::vector<std::string> lines;
  for (const FinishedTask& task : tasks) {
    if (task.outcome) continue;
    std::vector<std::string> reasons;
    for (const Reason& reason : task.reasons) reasons.push_back(printable(text_of(reason)));
    lines.push_back(name_of(task.task) + ": " + join(reasons, "; "));
  }
  return lines;
}

// Both are sorted.
std::vector<std::string> united(const std::vector<std::string>& first, const std::vector<std::string>& second) {
  std::vector<std::string> all;
  std::set_union(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(all));
  return all;
}

// What tools say about the files that a few edits can matter to, with what is known of the others. Nothing where all has to be
// looked at; `looked` is then what was done so far.
Result<std::optional<LintResult>> looked_at_few(OpenTree& tree, const ChangedRun& known, std::optional<LintRun>& looked) {
  const Session& session = tree.session_for_few();
  const auto few = few_to_look_at(session, known);
  if (!few) return std::optional<LintResult>();
  tell_others(session, *few, known.report);
  tell_decisions(session.request, session.store, known);
  const auto is_as_before = [&](const LintRun& run) { return is_made_ready_as(session, run, *few); };
  LINTCACHE_TRY_ASSIGN(looked, lint_few(session, few->files, is_as_before));
  if (!looked || !changes(looked->tasks).empty()) return std::optional<LintResult>();
  LintRun run = *std::move(looked);
  const std::vector<FinishedTask> tasks = with_others(*few, run.tasks);
  LintResult result;
  result.diagnostics = diagnostics(tasks, session.request, session.voice.colour);
  // What all tasks share is as it was, their configuration among it.
  result.notices = united(known.report.notices, notices(run.tasks, session.request, session.voice.colour));
  result.failed_imports = failed_imports(run);
  for (const FailedImport& one : known.report.failed_imports)
    if (!std::binary_search(few->files.begin(), few->files.end(), one.file)) result.failed_imports.push_back(one);
  std::sort(result.failed_imports.begin(), result.failed_imports.end(),
            [](const FailedImport& a, const FailedImport& b) { return a.file < b.file; });
  summarize(session, run, result);
  count_others(*few, known.report, result.summary);
  result.summary.found_elsewhere = tree.found_elsewhere();
  const auto written = write_lists(session, result.failed_imports, tasks);
  if (written) remember_few(session, run, result, known, *few);
  tree.close(false, written);
  return std::optional<LintResult>(std::move(result));
}

// Looks at all that there is, and does all that is to be done. `looked`: what was done already.
Result<LintResult> worked_through(OpenTree& tree, const std::optional<Sample>& verify, std::optional<LintRun> looked) {
  const Session& session = tree.session();
  const bool is_dry = session.voice.manner.is_dry;
  if (!is_dry) {
    for (const std::string& line : latch_settings(session)) session.voice.note(line);
    forget_other_runs(session);
  }
  LINTCACHE_TRY_ASSIGN(LintRun run, settled_run(tree, std::move(looked)));
  LintResult result;
  bool is_repeatable = true;
  if (verify && verify->by_trace && !is_over(session, run.tasks)) {
    LINTCACHE_TRY_ASSIGN(const auto traced, verify_traces(session, run.tools, run.tasks, *verify));
    result.summary.verified = traced.checked;
    for (const std::string& line : lines_of(traced, session.request.source_dir)) session.voice.warn(line);
    is_repeatable = traced.outside.empty();
  } else if (verify && !is_over(session, run.tasks)) {
    LINTCACHE_TRY_ASSIGN(auto verified, verify_outcomes(session, run.tools, run.tasks, *verify));
    result.summary.verified = verified.checked;
    result.summary.different = verified.differences.size();
    result.differences = std::move(verified.differences);
  }
  result.diagnostics = diagnostics(run.tasks, session.request, session.voice.colour);
  result.notices = notices(run.tasks, session.request, session.voice.colour);
  result.failed_imports = failed_imports(run);
  summarize(session, run, result);
  result.summary.found_elsewhere = tree.found_elsewhere();
  if (is_dry) {
    result.would_run = would_run(run.tasks);
    tree.close(false);
    return result;
  }
  const auto written = write_reports(session, run, result);
  if (written && result.differences.empty() && is_repeatable) remember_run(session, run, result);
  const bool whole_tree = session.request.selected_tools.empty() && session.request.selected_files.empty();
  tree.close(whole_tree && result.summary.not_run == 0, written);
  return result;
}

// At as little as will do.
Result<LintResult> looked_at(OpenTree& tree, const std::optional<Sample>& verify, const ChangedRun* known) {
  std::optional<LintRun> looked;
  if (known != nullptr) {
    LINTCACHE_TRY_ASSIGN(auto few, looked_at_few(tree, *known, looked));
    if (few) return *std::move(few);
  }
  return worked_through(tree, verify, std::move(looked));
}

}  // namespace

Result<LintResult> lint_tree(const Request& request, const std::vector<std::string>& outer_environment,
                             const std::optional<Sample>& verify, const Stop& stop, const Voice& listener) {
  const Clock::time_point start = Clock::now();
  TimelineRecording timeline(listener);
  const Voice& voice = timeline.voice();
  OpenTree tree(request, outer_environment, stop, voice);
  LintResult result;
  // Nothing is scheduled where all is repeated, so there would be nothing to trace, and nothing to give to other trees.
  auto known = verify || voice.trace || tree.offers_known() ? Remembered() : remembered_run(request, outer_environment, voice, tree.store());
  auto* const report = std::get_if<Report>(&known);
  if (report != nullptr) {
    static_cast<Report&>(result) = std::move(*report);
    if (voice.hears(Zone::phase)) voice.log(Zone::phase, "nothing changed since the last run, which is repeated");
  } else {
    // A dry run leaves undone what the next one would have to know of.
    LINTCACHE_TRY_ASSIGN(result, looked_at(tree, verify, voice.manner.is_dry ? nullptr : std::get_if<ChangedRun>(&known)));
  }
  result.summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (voice.manner.is_dry) return result;
  const auto written = write_summary(request.state_dir, result.summary);
  const auto kept = timeline.write(request.state_dir, request.name);
  if (report != nullptr) tree.close(false, written);
  tree.tell_trouble(written);
  tree.tell_trouble(kept);
  return result;
}

}  // namespace lintcache
