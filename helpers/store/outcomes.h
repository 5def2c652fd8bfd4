// SPDX-License-Identifier: MIT
// Outcomes of tasks, found by static key and by what the tool depended on: the second phase of the key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/roots.h"
#include "digest/stat_cache.h"
#include "model/task.h"
#include "store/input_sets.h"

namespace lintcache {

struct KnownOutcome {
  int64_t set = 0;   // of its inputs
  int64_t made = 0;  // when it was recorded, nanoseconds since 1970
  Digest identity;   // of key and inputs: changes with either
  Outcome outcome;
};

// An outcome as bytes, and the opposite; nothing where they are damaged. Texts are kept packed by `roots`.
std::string bytes_of(const Outcome& outcome, const Roots& roots);
std::optional<Outcome> outcome_from(std::string_view bytes, const Roots& roots);

class Outcomes {
 public:
  // Both must outlive the object.
  Outcomes(InputSets& sets, const Roots& roots) : sets_(sets), roots_(roots) {}

  // The newest outcome under the task's key whose inputs all are in their recorded state.
  std::optional<KnownOutcome> find(const Task& task, StatCache& disk);

  // The outcome recorded with this set of inputs, whether they are as they were or not.
  std::optional<Outcome> of_set(int64_t set);

  // Records an outcome, and forgets the oldest ones of the same file and tool where there are many. The id of
  // the set is 0 where the state could not be written.
  KnownOutcome put(const Task& task, const InputSet& inputs, Outcome outcome);

  // Forgets one, by its set.
  void drop(int64_t set) { sets_.drop(set); }

  // Forgets all outcomes of a file that is no more.
  void forget_file(const std::string& file);

 private:
  InputSets& sets_;
  const Roots& roots_;
};

}  // namespace lintcache
