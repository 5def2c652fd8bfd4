// SPDX-License-Identifier: MIT
// Footprints on standard output.
#include "cli/dependency_commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/path.h"
#include "base/text.h"
#include "cli/with_tree.h"
#include "report/dependencies.h"
#include "run/dependencies.h"
#include "run/verify_imports.h"

namespace lintcache {
namespace {

Result<int> show_files(OpenTree& tree, StatusLine& status, const Options& options) {
  LINTCACHE_TRY(show_dependencies(tree, [&](const FileDependencies& file) {
    status.clear();
    put(stdout, options.json ? dependencies_json(file) + "\n"
                             : dependencies_text(file, options.request.source_dir));
  }));
  return 0;
}

Result<int> show_dependents(OpenTree& tree, StatusLine& status, const Options& options) {
  LINTCACHE_TRY_ASSIGN(const auto dependents, find_dependents(tree, options.about));
  status.clear();
  if (options.json) {
    put(stdout, dependents_json(options.about, dependents) + "\n");
    return 0;
  }
  for (const Dependent& one : dependents)
    put(stdout, printable(one.file) + (one.imports ? "" : " (by import statements only)") + "\n");
  put(stdout, fmt::format("{} files depend on {}\n", dependents.size(), printable(options.about)));
  return 0;
}

Result<int> show_chain(OpenTree& tree, StatusLine& status, const Options& options) {
  LINTCACHE_TRY_ASSIGN(const ImportChain chain, find_chain(tree, options.why));
  status.clear();
  const std::string& file = options.request.selected_files.front();
  if (options.json) {
    put(stdout, chain_json(file, options.why, chain) + "\n");
  } else if (chain.names.empty()) {
    put(stdout, printable(file) + " does not depend on " + printable(options.why) + "\n");
  } else {
    put(stdout, chain_text(chain.names) + (chain.runs ? "" : " (by import statements that do not run)") + "\n");
  }
  return 0;
}

std::string difference_text(const FootprintDifference& one) {
  std::string text;
  for (const TracedInput& input : one.missing)
    text += fmt::format("{}: missing {} {}{}\n", printable(one.file), name_of(input.origin),
                        printable(input.input.path),
                        input.input.detail.empty() ? "" : "/" + printable(input.input.detail));
  if (one.recorded != one.alone)
    text += fmt::format("{}: recorded as \"{}\", alone \"{}\"\n", printable(one.file), printable(one.recorded),
                        printable(one.alone));
  return text;
}

}  // namespace

int deps_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine& status) -> Result<int> {
    if (options.reverse) return show_dependents(tree, status, options);
    if (!options.why.empty()) return show_chain(tree, status, options);
    return show_files(tree, status, options);
  });
}

int verify_imports_command(const Options& options, const std::vector<std::string>& environment) {
  return with_tree(options, environment, [&](OpenTree& tree, StatusLine& status) -> Result<int> {
    LINTCACHE_TRY_ASSIGN(const Verification result, verify_imports(tree, options.sample));
    status.clear();
    size_t missing = 0;
    for (const FootprintDifference& one : result.differences) {
      put(stdout, difference_text(one));
      missing += one.missing.size();
    }
    const double extra = result.inputs == 0 ? 0 : 100.0 * static_cast<double>(result.extra) / static_cast<double>(result.inputs);
    put(stdout, fmt::format("lintcache verify: {} of {} files imported alone, {} of {} inputs missing in the "
                            "records, {} more there ({:.1f} %)\n",
                            result.checked, result.files, missing, result.inputs, result.extra, extra));
    return result.differences.empty() ? 0 : 1;
  });
}

}  // namespace lintcache
