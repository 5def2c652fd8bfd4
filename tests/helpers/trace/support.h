// SPDX-License-Identifier: MIT
// Commands under trace, and what is asked of their traces.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/scratch_tree.h"
#include "trace/traced_run.h"

namespace lintcache::test {

inline Command command_of(std::vector<std::string> arguments, const std::string& directory) {
  Command command{std::move(arguments), {"PATH=/usr/bin:/bin", "LC_ALL=C", "HOME=/nowhere"}, directory};
  command.limits.time = 60;
  return command;
}

inline TracedResult trace_of(const Command& command, const TraceOptions& options = {}) {
  const Stop stop;
  auto result = run_traced(command, options, stop);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().text());
  return result.ok() ? std::move(*result) : TracedResult();
}

inline TracedResult trace_of_shell(const std::string& script, const std::string& directory,
                                   const TraceOptions& options = {}) {
  return trace_of(command_of({"/bin/sh", "-c", script}, directory), options);
}

inline std::vector<std::string> doubts_of(const Trace& trace) {
  std::vector<std::string> doubts;
  for (const Event& event : trace.events)
    if (event.kind == EventKind::doubt) doubts.push_back(event.other);
  return doubts;
}

// nullptr: there is none.
inline const Event* find_event(const Trace& trace, EventKind kind, const std::string& path) {
  const auto found = std::find_if(trace.events.begin(), trace.events.end(), [&](const Event& event) {
    return event.kind == kind && event.path == path;
  });
  return found == trace.events.end() ? nullptr : &*found;
}

}  // namespace lintcache::test
