// SPDX-License-Identifier: MIT
// Repairs, told file by file; then what is left to do by hand.
#include "cli/fix_command.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/console.h"
#include "cli/lint_command.h"
#include "cli/with_tree.h"
#include "run/fix_files.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

std::string names_of_fixers(const Request& request) {
  std::vector<std::string> names;
  for (const Adapter& adapter : adapters_of(request))
    if (adapter.fix) names.push_back(adapter.name);
  return join(names, ", ");
}

int repair(OpenTree& tree, const Repairs& done) {
  const Request& request = tree.session().request;
  for (const Repair& one : done.repairs)
    put(stdout, fmt::format("repaired {} ({})\n", printable(one.file), join(one.tools, ", ")));
  for (const std::string& failure : done.failures) put(stderr, "lintcache: error: " + failure + "\n");
  put(stdout, fmt::format("lintcache {}: {} {} repaired\n", printable(request.name), done.repairs.size(),
                          done.repairs.size() == 1 ? "file" : "files"));
  return done.failures.empty() ? 0 : 3;
}

}  // namespace

int fix_command(const Options& options, const std::vector<std::string>& environment) {
  Options narrow = options;
  narrow.request.selected_tools = fixers_among(options.request);
  if (narrow.request.selected_tools.empty())
    return complain(asked_wrongly("none of the tools can repair files",
                                  join(options.request.selected_tools.empty() ? options.request.tools
                                                                              : options.request.selected_tools, ", "),
                                  "those that can are " + names_of_fixers(options.request)));
  const int status = with_tree(narrow, environment, [](OpenTree& tree, StatusLine& line) -> Result<int> {
    LINTCACHE_TRY_ASSIGN(const Repairs done, fix_files(tree));
    line.clear();
    return repair(tree, done);
  });
  if (status == 2 || status > 3) return status;
  return std::max(status, lint_command(narrow, environment));
}

}  // namespace lintcache
