// SPDX-License-Identifier: MIT
// Reading the `path:line:column: ...` lines that most linters print.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/subprocess.h"
#include "model/task.h"

namespace lintcache {

// One message of a tool: where it points, and its text up to the next message.
struct Message {
  unsigned line = 0;
  unsigned column = 0;
  std::string text;  // may hold line breaks
};

struct Messages {
  std::vector<Message> about_file;
  std::vector<std::string> other_lines;  // what stands before the first message
};

// Finds the messages that begin a line with one of `paths` followed by `:line:column: `. The path is
// known, so it may hold any bytes, line breaks too.
Messages read_messages(std::string_view out, const std::vector<std::string>& paths);

// The outcome of a tool that broke; `what` says how, in a few words. By reference, so that `what` may be
// made from the process in the same call.
Outcome failed(ProcessResult&& process, std::string what);

// An outcome with the process's streams and status, and no findings yet.
Outcome outcome_of(ProcessResult process);

}  // namespace lintcache
