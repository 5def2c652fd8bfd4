// SPDX-License-Identifier: MIT
// Finds the files of a tree and shows them, or which rule decided about what, on standard output.
#include "cli/discover_command.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/console.h"
#include "run/discover.h"

namespace lintcache {
namespace {

// Who set the patterns of this key, as a person would look for it.
std::string setter_of(std::string_view key, const Options& options) {
  const auto known = options.set_by.find(key);
  if (known == options.set_by.end()) return "default";
  switch (known->second) {
    case Source::command_line: return "command line";
    case Source::manifest: return options.request.binary_dir.empty() ? "manifest" : "CMake";
    case Source::tree_settings: return "lintcache.json";
  }
  return {};
}

std::string text_of(const Judgement& one, const Options& options) {
  const auto pattern = [&](std::string_view key) {
    return fmt::format("{} {} ({})", key, printable(one.detail), setter_of(key, options));
  };
  switch (one.rule) {
    case Rule::include: return pattern("include");
    case Rule::no_include: return "no include pattern";
    case Rule::exclude: return pattern("exclude");
    case Rule::allowlist: return "allowlist";
    case Rule::skip_linting: return "SKIP_LINTING";
    case Rule::hidden: return "hidden";
    case Rule::binary_directory: return "binary directory";
    case Rule::state_directory: return "state directory";
    case Rule::marked: return one.detail + " in it";
    case Rule::linked_directory: return "link to a directory";
    case Rule::no_file: return "no regular file";
  }
  return {};
}

int show_rules(const std::vector<Judgement>& judged, const Options& options) {
  // Who asks about a file wants to hear of it.
  const bool all = options.all || !options.request.selected_files.empty();
  std::string lines;
  for (const Judgement& one : judged)
    if (all || one.rule != Rule::no_include)
      lines += fmt::format("{}  {}  {}\n", one.rule == Rule::include ? "lint" : "skip", printable(one.path),
                           text_of(one, options));
  put(stdout, lines);
  return 0;
}

int show_files(const Discovery& found, const Options& options) {
  if (!options.names) {
    put(stdout, fmt::format("lintcache {}: {} files, {} directories listed\n", printable(options.request.name),
                            found.files.size(), found.directories_listed));
    return 0;
  }
  std::string lines;
  for (const std::string& file : found.files) lines += printable(file) + "\n";
  put(stdout, lines);
  return 0;
}

}  // namespace

int discover_command(const Options& options) {
  static Stop stop;
  raise_on_signals(stop);
  StatusLine status;
  if (options.list) {
    const auto judged = judge_run(options.request, stop, make_voice(status));
    return judged ? show_rules(*judged, options) : complain(judged.error());
  }
  const auto found = discover_run(options.request, stop, make_voice(status));
  return found ? show_files(*found, options) : complain(found.error());
}

}  // namespace lintcache
