// SPDX-License-Identifier: MIT
// A run in numbers, and the outcomes that they count.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/decision.h"
#include "model/task.h"

namespace lintcache {

// A task with what came of it. Nothing downstream can tell a stored outcome from a fresh one but by
// `cached`, which is for counting only.
struct FinishedTask {
  Task task;
  std::optional<Outcome> outcome;  // nothing: not run
  bool cached = false;
  int64_t set = 0;                 // of the inputs of an outcome that is recorded; 0: it is not
  Digest identity = {};            // of what the outcome was made from; absent where it was not recorded
  std::vector<Reason> reasons = {};  // why it ran, or is to run
  std::string blocked_by = {};     // "TOOL FILE" that broke, so that this was not run; empty where nothing did
  std::string changed = {};        // what changed while it ran, as users read it; empty where nothing did
  int64_t nanoseconds_before = 0;  // how long it took the last time that it ran; 0: nobody knows, or nobody asked
};

struct FailedImport {
  std::string file;       // relative to the source tree
  std::string exception;  // type and text
};

// Of one tool: the first four are tasks that ran, or should have.
struct ToolTally {
  size_t clean = 0;
  size_t found = 0;  // findings, or a file that it cannot read
  size_t broke = 0;
  size_t not_run = 0;
  size_t cached = 0;
  size_t findings = 0;      // of all its tasks
  int64_t nanoseconds = 0;  // what those that ran took together
};

struct SlowTask {
  std::string tool;
  std::string file;  // relative to the source tree; empty: the whole tree
  int64_t nanoseconds = 0;
};

struct Summary {
  std::string name;
  size_t files = 0;
  size_t tasks = 0;  // (file, tool) pairs
  size_t run = 0;
  std::map<ReasonKind, size_t> reasons;  // of those that ran, each under its first one
  size_t cached = 0;
  size_t cached_clean = 0;
  size_t findings = 0;
  size_t failures = 0;  // tools that broke
  size_t verified = 0;  // remembered outcomes that were compared with fresh ones
  size_t different = 0;  // those of them that were not the same
  size_t not_run = 0;
  std::string why_not_run;  // in a word
  std::map<std::string, ToolTally> by_tool = {};  // empty where the whole run was remembered
  std::vector<SlowTask> slowest = {};             // of those that ran, at most five, the slowest first
  size_t imports_run = 0;
  size_t imports_failed = 0;
  bool imports_in_interpreter = false;  // in its own process, for want of a shared libpython
  size_t files_hashed = 0;
  size_t directories_listed = 0;
  size_t paths_asked = 0;   // that the disk was asked about, each counted once
  size_t found_elsewhere = 0;  // results of other trees that were taken over: outcomes and footprints
  double seconds = 0;
};

}  // namespace lintcache
