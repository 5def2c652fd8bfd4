// SPDX-License-Identifier: MIT
// Runs a command and says all that it, and whatever it started, did to the world.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/subprocess.h"
#include "trace/event.h"

namespace lintcache {

// A piece of what a command wrote. Pieces stand in the order in which they were written: whoever writes to standard error by
// descriptor 1 or 2 waits until all that was written before was taken, and goes on once the new piece was. Where it is written
// to in another way, and to standard output as well, the order is a doubt of the trace.
struct OutputPiece {
  bool is_error = false;  // standard error, not standard output
  std::string bytes;
};

struct TraceOptions {
  std::string preload;          // the library that sees most calls at little cost; empty: ptrace alone
  std::string name;             // what the command finds as its first argument; empty: the program's path
  // Our standard input, our session and our terminal; else it is empty, in a session of its own. An input that is a file
  // counts as opened; to read any other is a doubt, for nobody could read it a second time.
  bool inherits_input = false;
  std::function<void(const OutputPiece&)> on_output;  // each piece as it comes, in the thread that called
  // Files that were opened to be read, soon after, in the thread that called: for who wants to look at them meanwhile.
  // Not all of them, and some more than once; the trace alone tells what happened.
  std::function<void(std::string path)> on_opened;
};

// The library beside this program, of which a link may be used; empty where there is none.
std::string trace_library();

struct TracedResult {
  ProcessResult process;            // with the whole of both streams
  std::vector<OutputPiece> output;  // the same, in pieces
  Trace trace;
};

// Runs the command to its end, within its limits; processes that it leaves behind after a moment go on, and are a doubt
// of the trace. Where it cannot be traced it runs all the same, with a doubt that says so. When `stop` is raised all of
// it is killed. It has no descriptors but the three streams. An error means that it could not be started.
// Its tracer is a child of ours, and there for as long as one of the processes that it left behind: whoever ends all
// children of this process ends them, too.
Result<TracedResult> run_traced(const Command& command, const TraceOptions& options, const Stop& stop);

}  // namespace lintcache
