// SPDX-License-Identifier: MIT
// The timeline of a run: recorded while things happen, kept as timeline.json, read back.
//
// timeline.json is one JSON object: `format`; `name`; `began` (nanoseconds since 1970); `end`; `reused`; `left_out`;
// `phases`, each [name, begin, end]; `imports`, each [slot, begin, end, files]; `jobs`, each an object with tool, slot,
// begin, end, and tasks, each [file, how it ended, findings]. Times are microseconds since the beginning. How a task ended
// is the name of its verdict, or of the step that was its last in that process. No more than k_most_timeline_tasks are
// kept: then those of the longest processes.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/timeline.h"

namespace lintcache {

constexpr size_t k_most_timeline_tasks = 50'000;

class TimelineRecorder {
 public:
  // `at`: nanoseconds since the beginning, never less than before.
  void note(const Happening& one, int64_t at);

  // All until then; what still runs ends with it. Anew from the start after that.
  Timeline take(int64_t at);

 private:
  void note_task(const TaskEvent& one, int64_t at);

  Timeline timeline_;
  std::map<uint32_t, TimelineJob> open_;      // by job
  std::map<uint32_t, size_t> running_;        // by job: its tasks of which the end was not told
  std::map<unsigned, TimelineImport> imports_;  // by slot
};

std::string timeline_json(const Timeline& timeline);

// An error where it is none, or one of another format.
Result<Timeline> timeline_from(std::string_view json);

}  // namespace lintcache
