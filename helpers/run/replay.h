// SPDX-License-Identifier: MIT
// A whole run as one remembered result: what it asked of the disk, and what it reported.
//
// A run is a function of the request, the environment, the state and the disk. Where a run left nothing open (each
// outcome is recorded), the next one that is asked for the same and would get the same answers from the disk would
// find each outcome again. So it need not plan one task: it asks the disk the same questions, and repeats the report.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/summary.h"
#include "run/lint_run.h"

namespace lintcache {

// What a run tells its user.
struct Report {
  Summary summary;
  std::vector<std::string> diagnostics;      // one line each, sorted
  std::vector<std::string> notices;          // lines about the configuration of tools, sorted, each once
  std::vector<FailedImport> failed_imports;  // sorted by file
};

// A remembered run after which a few things changed: `changed` are numbers of paths in its snapshot.
struct ChangedRun {
  Digest key;
  Replay replay;
  Report report;
  std::vector<size_t> changed;
};

// What is remembered of the run that is asked for: nothing, what it reported, or what it did before a few things changed.
using Remembered = std::variant<std::monostate, Report, ChangedRun>;

// The report only where all is as it was after the last run. It counts as a decision about each of its tasks.
Remembered remembered_run(const Request& request, const std::vector<std::string>& outer_environment, const Voice& voice,
                          StateStore& store);

// That the last run found nothing changed, for all tasks that it remembers.
void tell_decisions(const Request& request, StateStore& store, const ChangedRun& run);

// Did each part of the run end in something that the next run finds again?
bool left_nothing_open(const Session& session, const LintRun& run);

// Lets the disk be asked for what the run wrote: who removes a report wants it back. Gives their paths.
std::vector<std::string> ask_for_written(const Session& session);

// The report as it is remembered; `clean` is the number of its tasks that are so, `paths` that of paths in the snapshot.
std::string text_of(const Report& report, size_t clean, size_t paths);

// To be called before a run decides anything: what was remembered of runs under other settings would tell of other
// decisions than are recorded then.
void forget_other_runs(const Session& session);

// Remembers the run, if it left nothing open. To be called when all is written that it writes.
void remember_run(const Session& session, const LintRun& run, const Report& report);

}  // namespace lintcache
