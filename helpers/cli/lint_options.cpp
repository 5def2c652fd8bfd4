// SPDX-License-Identifier: MIT
// `lintcache lint`, by way of CLI11.
#include "cli/lint_options.h"

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "run/zones.h"
#include "tools/environment.h"

namespace lintcache {

void add_lint_options(CLI::App& lint, Options& options) {
  lint.add_flag("--dry-run", options.dry_run, "run no linter and import nothing: say which linters would run, and why; exit status 1 if any would");
  lint.add_flag("--explain", options.explain, "say why each linter runs");
  lint.add_flag("--stats", options.stats, "say what came of each tool and took longest, how much was looked at, what came from other trees");
  lint.add_option("--random", options.random,
                  "take tasks in another order, to see whether tools depend on each other without saying so; a SEED gives the\n"
                  "same order again, 0 takes one by chance and tells it")
      ->type_name("SEED")->check(CLI::Range(uint64_t{0}, uint64_t{UINT32_MAX}));
  lint.add_option("--log", options.log, "tell on standard error what goes on: " + zone_list() + ", or all")->type_name("ZONE,..");
  lint.add_option("--trace", options.trace, "write each change of the state of each task there; - is standard output")
      ->type_name("FILE");
  lint.add_flag("--self-check", options.self_check, "for developers: check the scheduler in each step");
  lint.add_flag("--list-tools", options.list_tools, "lint nothing, show which tools there are");
}

Result<void> settle_log(Options& options, const std::vector<std::string>& environment) {
  const bool is_given = !options.log.empty();
  if (!is_given) options.log = value_of(environment, "LINTCACHE_LOG");
  if (zones_in(options.log)) return {};
  return asked_wrongly(std::string(is_given ? "--log" : "LINTCACHE_LOG") + " names no zone", options.log, "there are " + zone_list() + ", and all");
}

}  // namespace lintcache
