// SPDX-License-Identifier: MIT
// trace_command [--preload LIBRARY] [--events FILE] COMMAND...: runs a command under trace, as it is; with its events in a
// file, one a line: kind, error, flags, path, other, with tabs between them.
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>

#include "base/path.h"
#include "trace/traced_run.h"

using namespace lintcache;

namespace {

constexpr const char* k_kinds[] = {
    "open",   "status",   "access",         "read_link",        "list",     "execute",     "map",          "variable",
    "environment", "rename", "link",        "symbolic_link",    "unlink",   "make_directory", "remove_directory", "truncate",
    "change_mode", "change_owner", "change_times", "make_node", "change_directory", "change_mask", "doubt", "held_pipe", "end_of_pipe", "unnoticed"};

void put(const OutputPiece& piece) {
  [[maybe_unused]] const ssize_t done = write(piece.is_error ? 2 : 1, piece.bytes.data(), piece.bytes.size());
}

}  // namespace

int main(int count, char** words) {
  TraceOptions options;
  Command command;
  std::string events;
  int at = 1;
  for (; at + 1 < count && std::strncmp(words[at], "--", 2) == 0; at += 2)
    (std::strcmp(words[at], "--preload") == 0 ? options.preload : events) = words[at + 1];
  command.arguments.assign(words + at, words + count);
  for (char** variable = environ; *variable != nullptr; ++variable) command.environment.emplace_back(*variable);
  command.directory = current_directory();
  options.on_output = put;
  const Stop stop;
  const auto result = run_traced(command, options, stop);
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", result.error().text().c_str());
    return 125;
  }
  if (!events.empty()) {
    std::ofstream file(events);
    for (const Event& event : result->trace.events)
      file << k_kinds[static_cast<int>(event.kind)] << '\t' << event.error << '\t' << event.flags << '\t' << event.path << '\t'
           << event.other << '\n';
  }
  return result->process.exit_status < 0 ? 126 : result->process.exit_status;
}
