// SPDX-License-Identifier: MIT
// Runs a tree and shows the result: findings on standard error, one line of summary on standard output.
#include "cli/lint_command.h"

#include "base/text.h"
#include "cli/console.h"
#include "report/formats.h"
#include "run/lint_run.h"

namespace lintcache {
namespace {

// Enough to see what is wrong; all of them stand in imports_failed.txt.
constexpr size_t k_failed_imports_shown = 5;

std::string failed_import_lines(const std::vector<FailedImport>& failed, const Request& request) {
  std::string text;
  for (size_t i = 0; i < failed.size() && i < k_failed_imports_shown; ++i)
    text += "lintcache: import of " + printable(failed[i].file) + " failed: " +
            printable(failed[i].exception) + "\n";
  if (failed.size() > k_failed_imports_shown)
    text += "lintcache: " + std::to_string(failed.size() - k_failed_imports_shown) +
            " more imports failed, see " + printable(request.state_dir) + "/imports_failed.txt\n";
  return text;
}

int exit_status(const Summary& summary, const Request& request) {
  if (summary.failures > 0) return 3;
  return summary.findings > 0 && !request.warn_only ? 1 : 0;
}

}  // namespace

int lint_command(const Request& request, const std::vector<std::string>& environment) {
  static Stop stop;
  raise_on_signals(stop);
  StatusLine status(on_terminal());
  const auto result = lint_run(request, environment, stop, make_voice(status));
  status.clear();
  if (!result && stop.raised()) {
    put(stderr, "lintcache: stopped\n");
    return 128 + stop.signal();
  }
  if (!result) return complain(result.error());
  put(stderr, failed_import_lines(result->failed_imports, request));
  if (result->summary.files == 0)
    put(stderr, "lintcache: no file in " + printable(request.source_dir) + " is to be linted\n");
  std::string lines;
  for (const std::string& line : result->diagnostics) lines += line + "\n";
  put(stderr, lines);
  put(stdout, summary_line(result->summary, request.warn_only) + "\n");
  return stop.raised() ? 128 + stop.signal() : exit_status(result->summary, request);
}

int discover_command(const Options& options) {
  static Stop stop;
  raise_on_signals(stop);
  StatusLine status(false);
  const auto found = discover_run(options.request, stop, make_voice(status));
  if (!found) return complain(found.error());
  if (options.list) {
    for (const std::string& file : found->files) put(stdout, printable(file) + "\n");
  } else {
    put(stdout, "lintcache " + printable(options.request.name) + ": " +
                    std::to_string(found->files.size()) + " files, " +
                    std::to_string(found->directories_listed) + " directories listed\n");
  }
  return 0;
}

}  // namespace lintcache
