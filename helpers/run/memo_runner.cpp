// SPDX-License-Identifier: MIT
// Between the tracer and what is remembered.
#include "run/memo_runner.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "base/descriptor.h"
#include "base/put_all.h"
#include "trace/traced_run.h"

namespace lintcache {
namespace {

// The bytes become our own standard input, which the command gets.
Result<void> give_input(const std::string& bytes) {
  const Descriptor file(memfd_create("input", MFD_CLOEXEC));
  if (!file) return system_error(errno, "cannot hand over the standard input");
  put_all(file.get(), bytes);
  lseek(file.get(), 0, SEEK_SET);
  if (dup2(file.get(), STDIN_FILENO) < 0) return system_error(errno, "cannot hand over the standard input");
  return {};
}

// As waitpid() gives it.
int wait_status(const ProcessResult& process) { return process.signal != 0 ? process.signal : process.exit_status << 8; }

}  // namespace

RunTraced traced_runner(const Stop& stop, double seconds, bool may_preload, bool& took_too_long) {
  return [&stop, seconds, may_preload, &took_too_long](const MemoCommand& asked,
                                                           const std::function<void(std::string)>& opened) -> Result<RanCommand> {
    Command command{asked.arguments, asked.environment, asked.directory, false, {}};
    command.arguments[0] = asked.executable;
    command.limits.time = seconds;
    TraceOptions options;
    options.name = asked.arguments[0];
    if (may_preload) options.preload = trace_library();
    options.inherits_input = !asked.input.empty();
    if (options.inherits_input) LINTCACHE_TRY(give_input(asked.input));
    options.on_output = [](const OutputPiece& piece) { put_all(piece.is_error ? STDERR_FILENO : STDOUT_FILENO, piece.bytes); };
    options.on_opened = opened;
    LINTCACHE_TRY_ASSIGN(TracedResult traced, run_traced(command, options, stop));
    RanCommand ran;
    ran.trace = std::move(traced.trace);
    ran.status = wait_status(traced.process);
    ran.nanoseconds = traced.process.nanoseconds;
    for (OutputPiece& piece : traced.output) ran.chunks.push_back({static_cast<uint8_t>(piece.is_error ? 2 : 1), std::move(piece.bytes)});
    took_too_long = traced.process.beyond == Beyond::time;
    if (took_too_long) ran.ended_for = "took longer than --time-limit allows";
    if (traced.process.stopped) {
      ran.ended_for = "was interrupted";
      ran.status = stop.signal() != 0 ? stop.signal() : SIGTERM;
    }
    return ran;
  };
}

}  // namespace lintcache
