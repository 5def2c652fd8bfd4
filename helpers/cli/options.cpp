// SPDX-License-Identifier: MIT
// From the words of the command line to a request.
#include "cli/options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/argument_files.h"
#include "cli/lint_options.h"
#include "cli/places.h"
#include "cli/progress_choice.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "digest/hasher.h"
#include "discovery/manifest.h"
#include "discovery/settings.h"
#include "tools/environment.h"
#include "tools/tool_order.h"

namespace lintcache {
namespace {

constexpr const char* k_about =
    "lintcache lints the Python files of a tree, and runs a linter only where something that its verdict "
    "depends on changed. Findings are shown again until they are fixed.";

void note_set_keys(const CLI::App& command, CommandLine& line) {
  for (const Setting& setting : settings())
    if (const CLI::Option* option = command.get_option_no_throw(option_name(setting)); option != nullptr && option->count() > 0)
      line.set_keys.emplace(setting.key);
}

void make_absolute(CommandLine& line, const std::string& directory) {
  for (const Setting& setting : settings()) {
    if (!setting.is_path || !line.set_keys.contains(setting.key)) continue;
    if (const auto* text = std::get_if<std::string Request::*>(&setting.member)) {
      // A bare name is looked for in PATH, as a shell does.
      std::string& path = line.request.**text;
      if (setting.key != "python" || path.find('/') != std::string::npos)
        path = absolute_path(path, directory);
    } else if (const auto* list = std::get_if<std::vector<std::string> Request::*>(&setting.member)) {
      for (std::string& path : line.request.**list) path = absolute_path(path, directory);
    }
  }
}

// Later commands about the tree need no more than --state.
void keep_manifest(const Request& request, const SetKeys& set_keys) {
  if (auto text = manifest_text(request, set_keys); text)
    [[maybe_unused]] auto kept = write_if_changed(joined(request.state_dir, "manifest.json"), *text);
}

// Lets lintcache.json fill in what was not set, and notes who set what.
Result<void> fill_in(Request& request, SetKeys& set_keys, Source source, Options& options) {
  for (const std::string& key : set_keys) options.set_by.emplace(key, source);
  LINTCACHE_TRY(read_tree_settings(request, set_keys));
  for (const std::string& key : set_keys) options.set_by.emplace(key, Source::tree_settings);
  return {};
}

// A setting given beside --manifest would be silently weaker or stronger than the keyword: refuse it.
Result<Request> request_from_manifest(CommandLine& line, const std::string& file) {
  for (const std::string& key : line.set_keys)
    if (key != "tools")
      return asked_wrongly("only --tools can be given beside a manifest", "--" + key,
                           "set it where the manifest comes from");
  SetKeys set_keys;
  LINTCACHE_TRY_ASSIGN(Request request, read_manifest(file, set_keys));
  request.selected_tools = line.request.tools;
  LINTCACHE_TRY(fill_in(request, set_keys, Source::manifest, line.options));
  return request;
}

Result<Request> request_from_options(CommandLine& line, const std::vector<std::string>& environment) {
  const std::string here = current_directory();
  make_absolute(line, here);
  Request request = std::move(line.request);
  if (!line.set_keys.contains("include")) request.include = Request().include;
  request.source_dir = absolute_path(line.paths.empty() ? "." : line.paths[0], here);
  request.name = file_name(request.source_dir);
  LINTCACHE_TRY(check_request(request, "the options"));
  if (line.state.empty()) {
    LINTCACHE_TRY_ASSIGN(const std::string shared, shared_directory(environment));
    const std::string id = digest_of(request.source_dir).hex().substr(0, 16);
    request.state_dir = joined(shared, "trees/" + request.name + "-" + id);
  } else {
    request.state_dir = absolute_path(line.state, here);
  }
  if (line.set_keys.contains("python")) LINTCACHE_TRY(find_python(request, environment));
  keep_manifest(request, line.set_keys);
  LINTCACHE_TRY(fill_in(request, line.set_keys, Source::command_line, line.options));
  return request;
}

bool is_file(const std::string& path) {
  const auto status = real_disk().status(path);
  return status && *status && (*status)->type == FileType::regular;
}

Result<Request> make_request(CommandLine& line, const std::vector<std::string>& environment) {
  const std::string here = current_directory();
  if (!line.manifest.empty() && (!line.paths.empty() || !line.state.empty()))
    return asked_wrongly("--manifest says which tree and state it is about", line.manifest,
                         "leave out the directory and --state");
  std::string manifest = line.manifest;
  // FILE without DIR: in the tree that --state is about, else in the current directory.
  const bool begins_with_file = !line.paths.empty() && is_file(line.paths[0]);
  if (begins_with_file) line.paths.insert(line.paths.begin(), ".");
  if (manifest.empty() && (line.paths.empty() || begins_with_file) && !line.state.empty())
    manifest = joined(line.state, "manifest.json");
  LINTCACHE_TRY_ASSIGN(Request request,
                       manifest.empty()
                           ? request_from_options(line, environment)
                           : request_from_manifest(line, absolute_path(manifest, here)));
  request.tools = with_groups(request, request.tools);
  request.selected_tools = with_groups(request, request.selected_tools);
  LINTCACHE_TRY(find_programs(request, environment));
  LINTCACHE_TRY(find_shared_results(request, environment));
  for (size_t i = 1; i < line.paths.size(); ++i) {
    const std::string file = absolute_path(line.paths[i], here);
    request.selected_files.push_back(file == request.source_dir ? ""
                                                                : relative_to(file, request.source_dir));
  }
  return request;
}

Result<void> settle_progress(const CLI::App& command, Options& options, const std::vector<std::string>& environment) {
  if (command.get_option_no_throw("--progress") == nullptr) return {};
  const bool is_given = !options.progress.empty();
  if (!is_given) options.progress = value_of(environment, "LINTCACHE_PROGRESS");
  if (options.progress.empty()) options.progress = "auto";
  if (progress_choice(options.progress, false)) return {};
  return asked_wrongly(std::string(is_given ? "--progress" : "LINTCACHE_PROGRESS") + " is none of auto, block, lines, json, json:FILE, none",
                       options.progress);
}

// Verbs that are about no tree, or about one only if it is named.
bool needs_tree(const CommandLine& line) {
  switch (line.options.verb) {
    case Verb::stats:
    case Verb::clean: return !line.tree.empty() || !line.manifest.empty() || !line.state.empty();
    case Verb::run:
    case Verb::whence:
    case Verb::inputs:
    case Verb::outputs:
    case Verb::graph:
    case Verb::replay:
    case Verb::gc:
    case Verb::export_:
    case Verb::import_: return false;
    default: return true;
  }
}

// --reverse and --why are about one file.
Result<void> settle_deps(Options& options, const CommandLine& line) {
  const std::string here = current_directory();
  if (!options.reverse && options.why.empty()) return {};
  if (line.paths.size() != 2)
    return asked_wrongly(options.reverse ? "--reverse needs one FILE" : "--why needs one FILE", "",
                         "lintcache deps [DIR] FILE " + std::string(options.reverse ? "--reverse" : "--why MODULE"));
  options.about = absolute_path(line.paths[1], here);
  if (options.reverse) options.request.selected_files.clear();
  if (options.why.find('/') != std::string::npos || is_file(options.why))
    options.why = absolute_path(options.why, here);
  return {};
}

// Which tree it is about, with all its settings.
Result<void> settle_tree(const CLI::App& command, CommandLine& line, const std::vector<std::string>& environment) {
  note_set_keys(command, line);
  Options& options = line.options;
  LINTCACHE_TRY_ASSIGN(options.request, make_request(line, environment));
  if (!line.chosen_tools.empty()) options.request.selected_tools = with_groups(options.request, line.chosen_tools);
  return options.verb == Verb::deps ? settle_deps(options, line) : Result<void>();
}

}  // namespace

Result<std::variant<Options, Answer>> parse_options(int argc, char** argv,
                                                    const std::vector<std::string>& environment) {
  using Either = std::variant<Options, Answer>;
  CommandLine line;
  CLI::App app(k_about, "lintcache");
  app.set_version_flag("--version", "lintcache " + std::string(k_version));
  app.require_subcommand(1);
  app.get_formatter()->column_width(38);
  LINTCACHE_TRY_ASSIGN(std::vector<std::string> arguments, with_argument_files({argv + 1, argv + argc}));
  // To set up all verbs takes longer than a repeated command.
  add_verbs(app, line, arguments.empty() ? "" : arguments.front());
  // CLI11 takes `--` in a subcommand for the way back to its parent; and its vectors are back to front.
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  const std::vector<std::string> plain(mark == arguments.end() ? mark : mark + 1, arguments.end());
  arguments.erase(mark, arguments.end());
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return Either(Answer{app.help(), 0});
  } catch (const CLI::Success& success) {
    return Either(Answer{std::string(success.what()) + "\n", 0});
  } catch (const CLI::ParseError& error) {
    return asked_wrongly(error.what(), "", "--help shows what there is");
  }
  line.paths.insert(line.paths.end(), plain.begin(), plain.end());
  line.options.run.command = plain;
  if (!line.tree.empty()) line.paths.insert(line.paths.begin(), line.tree);
  const CLI::App& command = *app.get_subcommands().front();
  Options& options = line.options;
  options.verb_name = command.get_name();
  options.verb = verb_named(options.verb_name);
  LINTCACHE_TRY(settle_progress(command, options, environment));
  if (options.verb == Verb::lint) LINTCACHE_TRY(settle_log(options, environment));
  for (std::string* file : {&options.file, &options.svg, &options.trace})
    if (!file->empty() && *file != "-") *file = absolute_path(*file, current_directory());
  LINTCACHE_TRY(needs_tree(line) ? settle_tree(command, line, environment)
                                 : find_shared_results(options.request, environment));
  return Either(std::move(options));
}

}  // namespace lintcache
