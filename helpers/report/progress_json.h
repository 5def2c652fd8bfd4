// SPDX-License-Identifier: MIT
// A run for programs that watch it: one JSON object a line, written as things happen.
//
// Each has `event` and `at`, seconds since the command began. Fields are only added; `format` changes where one means
// something else.
//   begin     format, verb, name of the tree; `fix` begins twice, to repair and then to lint
//   phase     phase: discover, digest, infer, tools. `discover` may come once more, where the tree changed meanwhile: all
//             counts begin anew, and what ran is then among the reused
//   expected  tasks: how many there are in all
//   reused    tool, tasks, findings: outcomes that were remembered
//   queued    tool, tasks, unknown (how many of them never ran before), seconds (what the others took last time)
//   task      step, tool, file, job, slot, seconds_before (null: not known). Each `started` is followed by one `finished`
//             (verdict, findings, seconds), `put back` (it will start again) or `given up` of the same job
//   import    step: started or finished, slot (one of importing), files
//   count     phase, done, total, what: other work that is counted
//   end       tasks, reused, finished, not_run, findings, failures, seconds, exit_status. Left out: there is nothing to report
// `reused` + `finished` + `not_run` of `end` are its `tasks`.
#pragma once

#include <string>

#include "model/happening.h"
#include "model/summary.h"

namespace lintcache {

// Each without its line end. Bytes that are no UTF-8 are escaped as printable() does.
std::string begin_json(const std::string& verb, const std::string& name);
std::string happening_json(const Happening& one, double at);
std::string end_json(const Summary& summary, int exit_status, double at);

}  // namespace lintcache
