// SPDX-License-Identifier: MIT
// A whole run as one remembered result: what it asked of the disk, and what it reported.
//
// A run is a function of the request, the environment, the state and the disk. Where a run left nothing open (each
// outcome is recorded), the next one that is asked for the same and would get the same answers from the disk would
// find each outcome again. So it need not plan one task: it asks the disk the same questions, and repeats the report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/summary.h"
#include "run/lint_run.h"

namespace lintcache {

// What a run tells its user.
struct Report {
  Summary summary;
  std::vector<std::string> diagnostics;      // one line each, sorted
  std::vector<FailedImport> failed_imports;  // sorted by file
};

// What the run would report that found all as it was after the last one; nothing where something is not.
// Counts as a decision about each of its tasks.
std::optional<Report> replayed(const Request& request, const std::vector<std::string>& outer_environment,
                               const Voice& voice, StateStore& store);

// To be called before a run decides anything: what was remembered of runs under other settings would tell of other
// decisions than are recorded then.
void forget_other_runs(const Session& session);

// Remembers the run, if it left nothing open. To be called when all is written that it writes.
void remember_run(const Session& session, const LintRun& run, const Report& report);

}  // namespace lintcache
