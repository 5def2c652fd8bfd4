// SPDX-License-Identifier: MIT
// The driver.
#include <cstdio>
#include <variant>

#include "base/process_table.h"
#include "cli/console.h"
#include "cli/dependency_commands.h"
#include "cli/discover_command.h"
#include "cli/fix_command.h"
#include "cli/lint_command.h"
#include "cli/memo_commands.h"
#include "cli/options.h"
#include "cli/run_command.h"
#include "cli/store_commands.h"
#include "cli/timeline_command.h"
#include "cli/why_command.h"
#include "schedule/workers.h"
#include "tools/environment.h"

namespace {

using namespace lintcache;

int run(int argc, char** argv) {
  const auto environment = outer_environment();
  join_build(environment);
  auto parsed = parse_options(argc, argv, environment);
  if (!parsed) {
    const int status = complain(parsed.error());
    // The others are those of the command.
    return argc > 1 && std::string_view(argv[1]) == "run" ? k_run_fault : status;
  }
  if (const auto* answer = std::get_if<Answer>(&*parsed)) {
    fputs(answer->text.c_str(), stdout);
    return answer->exit_status;
  }
  const Options& options = std::get<Options>(*parsed);
  if (is_idle_build() && (options.verb == Verb::lint || options.verb == Verb::fix || options.verb == Verb::discover)) {
    put(stdout, "lintcache: make runs nothing (-n, -q or -t), so nothing is looked at\n");
    return 0;
  }
  switch (options.verb) {
    case Verb::run: return run_command(options, environment);
    case Verb::whence: return whence_command(options, environment);
    case Verb::inputs: return inputs_command(options, environment);
    case Verb::outputs: return outputs_command(options, environment);
    case Verb::graph: return graph_command(options, environment);
    case Verb::replay: return replay_command(options, environment);
    case Verb::fix: return fix_command(options, environment);
    case Verb::discover: return discover_command(options);
    case Verb::deps: return deps_command(options, environment);
    case Verb::verify:
      return options.imports ? verify_imports_command(options, environment) : verify_outcomes_command(options, environment);
    case Verb::why: return why_command(options, environment);
    case Verb::log: return log_command(options, environment);
    case Verb::stats: return stats_command(options);
    case Verb::gc: return gc_command(options);
    case Verb::clean: return clean_command(options);
    case Verb::export_: return export_command(options);
    case Verb::import_: return import_command(options);
    case Verb::timeline: return timeline_command(options);
    case Verb::env: return env_command(options, environment);
    default: return options.list_tools ? list_tools_command(options, environment) : lint_command(options, environment);
  }
}

}  // namespace

int main(int argc, char** argv) {
  // What linters leave behind in sessions of their own, comes to us. Whoever was here before is none of that.
  const bool is_ours = !has_children();
  if (is_ours) adopt_orphans();
  const int status = run(argc, argv);
  if (is_ours) end_children();
  return status;
}
