// SPDX-License-Identifier: MIT
// Where a run stands, put together from what happened so far. Time is told by the caller.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/happening.h"

namespace lintcache {

using Moment = std::chrono::steady_clock::time_point;

// Tasks that share a process, from its start on.
struct RunningJob {
  std::string tool;
  std::string file;  // of the first of them
  size_t tasks = 0;
  size_t unknown = 0;       // those of them of which nobody knows how long they take
  int64_t nanoseconds = 0;  // what the others took last time
  Moment began;
};

// How long the rest will take.
struct Remaining {
  std::chrono::seconds time{0};
  bool is_least = false;  // besides what nobody can tell
};

class RunState {
 public:
  void note(const Happening& one, Moment now);

  [[nodiscard]] Phase phase() const { return phase_; }
  [[nodiscard]] bool is_begun() const { return is_begun_; }

  // Tasks with an outcome, and all that are known of; a total of 0: not known yet.
  [[nodiscard]] size_t done() const { return reused_ + finished_; }
  [[nodiscard]] size_t total() const { return std::max(expected_, reused_ + queued_); }
  [[nodiscard]] size_t findings() const { return findings_; }
  [[nodiscard]] size_t failures() const { return failures_; }

  // Of the present phase, where it has no tasks.
  [[nodiscard]] const std::optional<Counted>& counted() const { return counted_; }

  [[nodiscard]] size_t files_importing() const;
  [[nodiscard]] std::vector<RunningJob> running() const;  // the oldest first

  // Nothing where nothing is known.
  [[nodiscard]] std::optional<Remaining> remaining(Moment now) const;

 private:
  struct Tool {
    size_t unknown = 0;  // of the tasks that wait
    int64_t waiting = 0;  // nanoseconds of the others
    size_t finished = 0;
    int64_t took = 0;  // nanoseconds of those that finished
  };

  void begin(Phase phase);
  void note_task(const TaskEvent& one, Moment now);
  void take_from_job(const TaskEvent& one);
  [[nodiscard]] double pace() const;
  // Nanoseconds; nothing where none of the tool has finished.
  [[nodiscard]] std::optional<double> mean_of(const std::string& tool) const;

  bool is_begun_ = false;
  Phase phase_ = Phase::discover;
  size_t expected_ = 0, reused_ = 0, queued_ = 0, finished_ = 0, findings_ = 0, failures_ = 0;
  std::optional<Counted> counted_;
  std::map<unsigned, size_t> imports_;  // files, by slot
  std::map<uint32_t, RunningJob> jobs_;
  size_t most_jobs_ = 1;  // that ran at a time
  std::map<std::string, Tool> tools_;
  int64_t took_ = 0, took_before_ = 0;  // nanoseconds of what finished and was known
};

}  // namespace lintcache
