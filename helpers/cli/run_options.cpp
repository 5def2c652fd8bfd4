// SPDX-License-Identifier: MIT
// `lintcache run` and what looks at commands, by way of CLI11.
#include "cli/run_options.h"

#include <CLI/CLI.hpp>

namespace lintcache {
namespace {

constexpr const char* k_run_footer =
    "The command stands behind `--`. It runs once; from then on its outputs are put back, what it printed is repeated, and\n"
    "the exit status is what it was, as long as nothing that it depended on changed.\n"
    "PATTERN: as in .gitignore, from the command's directory, or from the root where it begins with `/`.\n"
    "Exit status: that of the command; 124 it took too long, 125 lintcache itself failed or was asked wrongly, 126 the\n"
    "command cannot be run, 127 there is no such command. A signal that ended the command ends lintcache, too.";

void add_cache(CLI::App& verb, RunOptions& options) {
  verb.add_option("--cache", options.cache, "where results are kept (default: LINTCACHE_DIR)")->type_name("DIR");
  verb.add_option("--cwd", options.directory, "where the command runs (default: here)")->type_name("DIR");
}

void add_made_file(CLI::App& verb, RunOptions& options) {
  verb.add_option("FILE", options.file, "a file that it made (else the command stands behind `--`; default: the last one)")->type_name("");
}

void add_list(CLI::App& verb, const char* name, std::vector<std::string>& list, const char* type, const char* help) {
  verb.add_option(name, list, help)->type_name(type)->allow_extra_args(false);
}

}  // namespace

void add_run(CLI::App& run, RunOptions& options) {
  add_list(run, "--env", options.set_variables, "VAR=VALUE", "a variable that the command gets");
  add_list(run, "--pass-env", options.passed_variables, "VAR", "of all others, it gets only those that are named so (* allowed at the end)");
  add_list(run, "--ignore-env", options.ignored_variables, "VAR", "it gets this one, but does not depend on it");
  add_list(run, "--input", options.inputs, "PATTERN", "files that count though nobody is seen to read them");
  add_list(run, "--output", options.outputs, "PATTERN", "files that it is meant to write, whatever it read of them before");
  add_list(run, "--ignore", options.ignored, "PATTERN", "files that count neither as inputs nor as outputs");
  run.add_flag("--no-restore", options.no_restore, "repeat what it printed, and put no file back");
  run.add_flag("--refresh", options.refresh, "run it in any case, and keep the new result");
  run.add_flag("--dry-run", options.dry_run, "only say whether it would run, and why; exit status 1 if so");
  run.add_flag("--stats", options.stats, "say how much was looked at");
  run.add_flag("--explain", options.explain, "say why it runs");
  run.add_flag("--quiet", options.quiet, "no warnings");
  run.add_flag("--known", options.known,
               "run nothing, print which programs, places and variables are treated in their own way, and how the key names this system");
  run.add_option("--build-dir", options.build_directory, "where outputs are expected (default: where it runs)")->type_name("DIR");
  run.add_option("--time-limit", options.time_limit, "end it after so long")->type_name("SECONDS")->check(CLI::PositiveNumber);
  run.add_option("--cache-size", options.cache_size, "how large all results may become, such as 500M (default: LINTCACHE_MAX_SIZE)")
      ->type_name("SIZE");
  run.add_option("--times", options.times,
                 "do times of files count: `auto` unless who asks is known not to care, `content` never, `exact` always")
      ->type_name("HOW")->check(CLI::IsMember({"auto", "content", "exact"}));
  run.add_option("--stdin", options.input, "`auto`: a file or pipe is read to its end first, a terminal is not passed on; `empty`: nothing")
      ->type_name("HOW")->check(CLI::IsMember({"auto", "empty"}));
  run.add_option("--tracer", options.tracer, "`auto`: a preloaded library where it can be, ptrace for all else; `ptrace` alone")
      ->type_name("HOW")->check(CLI::IsMember({"auto", "ptrace"}));
  add_cache(run, options);
  run.footer(k_run_footer);
}

void add_whence(CLI::App& whence, RunOptions& options) {
  whence.add_option("FILE", options.file, "the file")->required()->type_name("");
  whence.add_flag("--json", options.json, "print JSON");
  add_cache(whence, options);
}

void add_list_of_paths(CLI::App& list, RunOptions& options) {
  add_made_file(list, options);
  list.add_flag("--tree", options.tree, "as a tree of directories");
  list.add_flag("--json", options.json, "print JSON");
  add_cache(list, options);
}

void add_graph(CLI::App& graph, RunOptions& options) {
  add_made_file(graph, options);
  graph.add_option("--format", options.format, "html, dot, json or text (default: html)")->type_name("FORMAT")
      ->check(CLI::IsMember({"html", "dot", "json", "text"}));
  graph.add_option("--to", options.to, "where to write it (default: standard output)")->type_name("FILE");
  add_cache(graph, options);
}

void add_replay(CLI::App& replay, RunOptions& options) {
  add_made_file(replay, options);
  replay.add_flag("--sandbox", options.sandbox, "where nothing is but what it depended on");
  add_cache(replay, options);
}

}  // namespace lintcache
