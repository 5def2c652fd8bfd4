// SPDX-License-Identifier: MIT
// Options of the verbs that are about any command: run, and those that look at what was run.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace lintcache {

struct RunOptions {
  std::vector<std::string> command;  // what stands behind `--`
  std::vector<std::string> set_variables, passed_variables, ignored_variables;
  std::vector<std::string> inputs, outputs, ignored;
  bool no_restore = false, refresh = false, dry_run = false;
  bool stats = false, explain = false, quiet = false, known = false;
  std::string directory;   // --cwd
  std::string build_directory;
  double time_limit = 0;   // seconds; 0: none
  std::string cache, cache_size;
  std::string times = "auto";
  std::string input = "auto";
  std::string tracer = "auto";
  // Of whence, inputs, outputs, graph and replay:
  std::string file;
  bool tree = false, json = false, sandbox = false;
  std::string format = "html", to;
};

// Give each verb its options.
void add_run(CLI::App& run, RunOptions& options);
void add_whence(CLI::App& whence, RunOptions& options);
void add_list_of_paths(CLI::App& list, RunOptions& options);  // inputs and outputs
void add_graph(CLI::App& graph, RunOptions& options);
void add_replay(CLI::App& replay, RunOptions& options);

}  // namespace lintcache
