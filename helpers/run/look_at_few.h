// SPDX-License-Identifier: MIT
// A run after a few edits: a remembered one tells which files they can matter to, and only these are looked at.
//
// A remembered run lists all that it asked of the disk. What depends on nothing that changed is as it was: what it found stands.
// For each file it is recorded whose outcomes depend on its content (store/dependents.h). So after an edit only these files go the
// whole way. Where anything changed but the content of files, or what all tasks share, all is looked at.
#pragma once

#include <optional>

#include "run/lint_run.h"
#include "run/replay.h"

namespace lintcache {

// Records with a remembered run what it takes to look at few files after it. `seen` is its snapshot.
void remember_dependents(const Session& session, const LintRun& run, const Digest& key, const std::vector<SeenPath>& seen);

// What to look at after a few changes.
struct Few {
  std::vector<SeenPath> seen;          // of the remembered run
  std::vector<std::string> files;      // relative to the source tree, sorted
  std::vector<FinishedTask> found;     // tasks of other files that are not clean, in order
  std::vector<std::string> tools;      // those that ran, in order
  Digest made_ready;                   // stands for what all tasks share
  bool know_more = false;              // a task depends on more about a file than its bytes
};

// Nothing where all has to be looked at.
std::optional<Few> few_to_look_at(const Session& session, const ChangedRun& known);

// Is what all tasks share as it was?
bool is_made_ready_as(const Session& session, const LintRun& run, const Few& few);

// All tasks that have something to say, and all that were looked at; by file, then as the tools.
std::vector<FinishedTask> with_others(const Few& few, const std::vector<FinishedTask>& tasks);

// Tells how many tasks there are, and of those that are not looked at.
void tell_others(const Session& session, const Few& few, const Report& before);

// Counts them.
void count_others(const Few& few, const Report& before, Summary& summary);

// Remembers the run in place of the known one, if it left nothing open.
void remember_few(const Session& session, const LintRun& run, const Report& report, const ChangedRun& known, const Few& few);

}  // namespace lintcache
