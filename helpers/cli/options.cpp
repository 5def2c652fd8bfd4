// SPDX-License-Identifier: MIT
// The command line, by way of CLI11; which options there are stands in discovery/settings.cpp.
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
#include "cli/places.h"
#include "cli/progress_choice.h"
#include "cli/version.h"
#include "digest/hasher.h"
#include "discovery/manifest.h"
#include "discovery/settings.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

constexpr const char* k_about =
    "lintcache lints the Python files of a tree, and runs a linter only where something that its verdict "
    "depends on changed. Findings are shown again until they are fixed.";

constexpr const char* k_footer =
    "Settings may also stand in lintcache.json at the top of the tree: an object with the long options as\n"
    "keys, `_` for `-`; options come first.\n"
    "Exit status: 0 clean, 1 findings, 2 asked wrongly, 3 a linter or lintcache itself failed.\n"
    "LINTCACHE_DIR says where states of trees without --state lie, and the results that all trees share\n"
    "(default: lintcache in the user's cache directory); LINTCACHE_MAX_SIZE how large these may become (2G;\n"
    "0: share nothing). LINTCACHE_VERIFY=5% makes `lint` compare that share of what it remembers with fresh runs.\n"
    "LINTCACHE_PROGRESS says what --progress says where it is not given. NO_COLOR turns colours off, CLICOLOR_FORCE=1\n"
    "on where there is no terminal.";

const std::map<std::string, Verb> k_verbs = {
    {"run", Verb::run}, {"whence", Verb::whence}, {"inputs", Verb::inputs}, {"outputs", Verb::outputs}, {"graph", Verb::graph},
    {"replay", Verb::replay}, {"lint", Verb::lint}, {"fix", Verb::fix}, {"discover", Verb::discover}, {"deps", Verb::deps}, {"verify", Verb::verify},
    {"why", Verb::why},   {"log", Verb::log}, {"env", Verb::env},
    {"stats", Verb::stats}, {"gc", Verb::gc}, {"clean", Verb::clean}, {"export", Verb::export_}, {"import", Verb::import_},
    {"timeline", Verb::timeline}};

// What stands on the command line, before it is made a request.
struct CommandLine {
  std::string manifest;
  std::string state;
  std::string tree;
  std::vector<std::string> paths;  // files of the tree; once all is parsed, the tree first
  std::vector<std::string> chosen_tools;
  Request request;
  SetKeys set_keys;
  Options options;  // all but the request
};

std::string option_name(const Setting& setting) {
  std::string name = "--" + std::string(setting.key);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

// CLI11 would take empty text for 0.
void check_range(CLI::Option& option, const Setting& setting) {
  option.check([&setting](const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return text.empty() || *end != '\0' ? "'" + text + "' is no number" : complaint_about(setting, number);
  });
}

CLI::Option* add_setting(CLI::App& command, const Setting& setting, CommandLine& line) {
  const std::string name = option_name(setting), help(setting.help);
  return std::visit(
      [&](auto member) -> CLI::Option* {
        auto& value = line.request.*member;
        using Value = std::remove_reference_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, bool>) {
          return command.add_flag(name, value, help);
        } else {
          if constexpr (std::is_same_v<Value, std::vector<std::string>>) value.clear();
          CLI::Option* option = command.add_option(name, value, help);
          option->type_name(std::string(setting.value))->allow_extra_args(false);
          if constexpr (std::is_arithmetic_v<Value>) check_range(*option, setting);
          if (setting.key == "tools") option->delimiter(',');
          return option;
        }
      },
      setting.member);
}

void add_tree_options(CLI::App& command, CommandLine& line) {
  // Two options, because CLI11 takes a directory named [x] for a list where there may be several.
  command.add_option("DIR", line.tree, "the tree (default: the current directory)")->type_name("");
  command.add_option("FILE", line.paths, "files or directories of it (default: all)")->type_name("");
  command.add_option("--manifest", line.manifest, "the request that CMake wrote, instead of a tree")
      ->type_name("FILE");
  command.add_option("--state", line.state,
                     "where stamps, logs and the state lie; alone: the tree that was linted with it")
      ->type_name("DIR");
  for (const Setting& setting : settings()) add_setting(command, setting, line);
  command.footer(k_footer);
}

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
  LINTCACHE_TRY(find_programs(request, environment));
  LINTCACHE_TRY(find_shared_results(request, environment));
  for (size_t i = 1; i < line.paths.size(); ++i) {
    const std::string file = absolute_path(line.paths[i], here);
    request.selected_files.push_back(file == request.source_dir ? ""
                                                                : relative_to(file, request.source_dir));
  }
  return request;
}

void add_tool_choice(CLI::App& command, CommandLine& line) {
  command.add_option("--tool", line.chosen_tools, "only about this one")->type_name("TOOL")->allow_extra_args(false);
}

// For verbs that run linters.
void add_progress(CLI::App& command, CommandLine& line) {
  command.add_option("--progress", line.options.progress,
                     "how far it is: auto (default: a block on a terminal, else lines that become rare), lines (at most one a\n"
                     "second), json (one object a line, on standard error or added to FILE), none")
      ->type_name("auto|block|lines|json[:FILE]|none");
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

void add_verify(CLI::App& app, CommandLine& line) {
  CLI::App& verify = *app.add_subcommand("verify", "compare what is remembered with what the tools say today");
  add_tree_options(verify, line);
  add_progress(verify, line);
  verify.add_flag("--imports", line.options.imports,
                  "footprints instead, with an import of each file in a process of its own");
  CLI::Option* all = verify.add_flag_function("--all", [](int64_t) {}, "everything (default)");
  verify.add_option_function<std::string>(
            "--sample", [&line](const std::string& text) {
              const uint32_t seed = line.options.sample.seed;
              line.options.sample = *sample_from(text);
              line.options.sample.seed = seed;
            }, "so many, or such a share, chosen at random")
      ->type_name("N|N%")->excludes(all)
      ->check([](const std::string& text) { return sample_from(text) ? "" : "'" + text + "' is neither a number nor a share such as 5%"; });
  verify.add_option("--seed", line.options.sample.seed, "which ones (default 0)")->type_name("N");
}

void add_store_commands(CLI::App& app, CommandLine& line) {
  for (CLI::App* about_tree : {app.add_subcommand("stats", "show how large the shared results are, and a tree's state"),
                               app.add_subcommand("clean", "forget the shared results, or the state of a tree instead"),
                               app.add_subcommand("timeline", "draw who ran when, on which slot, in the last run that ran anything")}) {
    const bool is_timeline = about_tree->get_name() == "timeline";
    about_tree->add_option("DIR", line.tree, is_timeline ? "the tree (default: the current directory)" : "the tree (default: none)")->type_name("");
    about_tree->add_option("--manifest", line.manifest, "the request that CMake wrote, instead of a tree")->type_name("FILE");
    about_tree->add_option("--state", line.state, "where the state of the tree lies")->type_name("DIR");
  }
  CLI::App& timeline = *app.get_subcommand("timeline");
  timeline.add_option("--svg", line.options.svg, "a picture for browsers; -: on standard output")->type_name("FILE");
  timeline.add_option("--trace", line.options.trace, "Chrome's trace events, for Perfetto and others; -: on standard output")->type_name("FILE");
  app.add_subcommand("gc", "drop the shared results that were not used for longest, down to LINTCACHE_MAX_SIZE");
  for (CLI::App* with_file : {app.add_subcommand("export", "write the shared results to a file, for another machine"),
                              app.add_subcommand("import", "take in the shared results of such a file")})
    with_file->add_option("FILE", line.options.file, "the file")->required()->type_name("");
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

// What the subcommands are for; `options` gets what each adds to the tree's options.
void add_subcommands(CLI::App& app, CommandLine& line) {
  CLI::App& lint = *app.add_subcommand("lint", "lint a tree, or files of it");
  add_tree_options(lint, line);
  add_progress(lint, line);
  lint.add_flag("--explain", line.options.explain, "say why each linter runs");
  lint.add_flag("--stats", line.options.stats, "say what came of each tool and took longest, how much was looked at, what came from other trees");
  lint.add_option("--trace", line.options.trace, "write each change of the state of each task there; - is standard output")
      ->type_name("FILE");
  lint.add_flag("--self-check", line.options.self_check, "for developers: check the scheduler in each step");
  lint.add_flag("--list-tools", line.options.list_tools, "lint nothing, show which tools there are");

  CLI::App& fix = *app.add_subcommand("fix", "let formatters repair files, then lint with them");
  add_tree_options(fix, line);
  add_progress(fix, line);

  CLI::App& discover = *app.add_subcommand("discover", "find the files of a tree, without linting");
  add_tree_options(discover, line);
  CLI::Option* list = discover.add_flag(
      "--list", line.options.list, "print each file and each directory left out, with the rule that decided");
  discover.add_flag("--all", line.options.all, "also what no INCLUDE pattern matches")->needs(list);
  discover.add_flag("--names", line.options.names, "print the files to lint, one a line, relative to the tree")
      ->excludes(list);

  CLI::App& deps = *app.add_subcommand("deps", "show what files depend on, and why");
  add_tree_options(deps, line);
  CLI::Option* reverse =
      deps.add_flag("--reverse", line.options.reverse, "show who depends on the one FILE, in the tree or not");
  deps.add_option("--why", line.options.why, "show by way of which imports the FILE comes to this module")
      ->type_name("MODULE")->excludes(reverse);
  deps.add_flag("--json", line.options.json, "print JSON, one object a line");

  CLI::App& why = *app.add_subcommand("why", "show why linters ran, or did not");
  add_tree_options(why, line);
  add_tool_choice(why, line);
  why.add_flag("--key", line.options.key, "with all that the decision is made from");
  why.add_flag("--json", line.options.json, "print JSON, one object a line");

  CLI::App& log = *app.add_subcommand("log", "show what linters wrote when they last ran, whatever they found");
  add_tree_options(log, line);
  add_tool_choice(log, line);
  log.add_flag("--json", line.options.json, "print JSON, one object a line");

  CLI::App& env = *app.add_subcommand("env", "show the environment that linters and imports get");
  add_tree_options(env, line);
  add_tool_choice(env, line);

  add_verify(app, line);
  add_store_commands(app, line);
  add_run_verbs(app, line.options.run);
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
  if (!line.chosen_tools.empty()) options.request.selected_tools = line.chosen_tools;
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
  add_subcommands(app, line);
  // CLI11 takes `--` in a subcommand for the way back to its parent; and its vectors are back to front.
  std::vector<std::string> arguments(argv + 1, argv + argc);
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
  options.verb = k_verbs.at(options.verb_name);
  LINTCACHE_TRY(settle_progress(command, options, environment));
  for (std::string* file : {&options.file, &options.svg, &options.trace})
    if (!file->empty() && *file != "-") *file = absolute_path(*file, current_directory());
  LINTCACHE_TRY(needs_tree(line) ? settle_tree(command, line, environment)
                                 : find_shared_results(options.request, environment));
  return Either(std::move(options));
}

}  // namespace lintcache
