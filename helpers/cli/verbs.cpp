// SPDX-License-Identifier: MIT
// The command line's verbs, by way of CLI11; which settings there are stands in discovery/settings.cpp.
#include "cli/verbs.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

#include "cli/lint_options.h"

namespace lintcache {
namespace {

constexpr const char* k_footer =
    "Settings may also stand in lintcache.json at the top of the tree: an object with the long options as\n"
    "keys, `_` for `-`; options come first.\n"
    "Exit status: 0 clean, 1 findings, 2 asked wrongly, 3 a linter or lintcache itself failed.\n"
    "LINTCACHE_DIR says where states of trees without --state lie, and the results that all trees share\n"
    "(default: lintcache in the user's cache directory); LINTCACHE_MAX_SIZE how large these may become (2G;\n"
    "0: share nothing), and LINTCACHE_SHARE which ones a tree gives: new ones, none, or all that it knows.\n"
    "LINTCACHE_VERIFY=5% makes `lint` compare that share of what it remembers with fresh runs,\n"
    "trace:5% what the linters read with what their keys hold. LINTCACHE_PROGRESS and LINTCACHE_LOG say what --progress\n"
    "and --log say where they are not given. A word @FILE stands for the lines of that file, each of which is one word.\n"
    "NO_COLOR turns colours off, CLICOLOR_FORCE=1 on where there is no terminal.";

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

void add_lint(CLI::App& lint, CommandLine& line) {
  add_tree_options(lint, line);
  add_progress(lint, line);
  add_lint_options(lint, line.options);
}

void add_fix(CLI::App& fix, CommandLine& line) {
  add_tree_options(fix, line);
  add_progress(fix, line);
}

void add_discover(CLI::App& discover, CommandLine& line) {
  add_tree_options(discover, line);
  CLI::Option* list = discover.add_flag(
      "--list", line.options.list, "print each file and each directory left out, with the rule that decided");
  discover.add_flag("--all", line.options.all, "also what no INCLUDE pattern matches")->needs(list);
  discover.add_flag("--names", line.options.names, "print the files to lint, one a line, relative to the tree")
      ->excludes(list);
}

void add_deps(CLI::App& deps, CommandLine& line) {
  add_tree_options(deps, line);
  CLI::Option* reverse =
      deps.add_flag("--reverse", line.options.reverse, "show who depends on the one FILE, in the tree or not");
  deps.add_option("--why", line.options.why, "show by way of which imports the FILE comes to this module")
      ->type_name("MODULE")->excludes(reverse);
  deps.add_flag("--json", line.options.json, "print JSON, one object a line");
}

void add_why(CLI::App& why, CommandLine& line) {
  add_tree_options(why, line);
  add_tool_choice(why, line);
  why.add_flag("--key", line.options.key, "with all that the decision is made from");
  why.add_flag("--json", line.options.json, "print JSON, one object a line");
}

void add_log(CLI::App& log, CommandLine& line) {
  add_tree_options(log, line);
  add_tool_choice(log, line);
  CLI::Option* json = log.add_flag("--json", line.options.json, "print JSON, one object a line");
  log.add_flag("--sarif", line.options.sarif, "print all that was found as one SARIF 2.1.0 log, for viewers and review services")->excludes(json);
}

void add_env(CLI::App& env, CommandLine& line) {
  add_tree_options(env, line);
  add_tool_choice(env, line);
}

void add_verify(CLI::App& verify, CommandLine& line) {
  add_tree_options(verify, line);
  add_progress(verify, line);
  verify.add_flag("--imports", line.options.imports,
                  "footprints instead, with an import of each file in a process of its own");
  verify.add_flag("--trace", line.options.sample.by_trace, "what the tools ask of the system, not what they say")->excludes("--imports");
  CLI::Option* all = verify.add_flag_function("--all", [](int64_t) {}, "everything (default)");
  verify.add_option_function<std::string>(
            "--sample", [&line](const std::string& text) {
              line.options.sample.number = sample_from(text)->number;
              line.options.sample.percent = sample_from(text)->percent;
            }, "so many, or such a share, chosen at random")
      ->type_name("N|N%")->excludes(all)
      ->check([](const std::string& text) { return sample_from(text) ? "" : "'" + text + "' is neither a number nor a share such as 5%"; });
  verify.add_option("--seed", line.options.sample.seed, "which ones (default 0)")->type_name("N");
}

void add_tree_place(CLI::App& verb, CommandLine& line, const char* help) {
  verb.add_option("DIR", line.tree, help)->type_name("");
  verb.add_option("--manifest", line.manifest, "the request that CMake wrote, instead of a tree")->type_name("FILE");
  verb.add_option("--state", line.state, "where the state of the tree lies")->type_name("DIR");
}

void add_store_place(CLI::App& verb, CommandLine& line) { add_tree_place(verb, line, "the tree (default: none)"); }

void add_timeline(CLI::App& timeline, CommandLine& line) {
  add_tree_place(timeline, line, "the tree (default: the current directory)");
  timeline.add_option("--svg", line.options.svg, "a picture for browsers; -: on standard output")->type_name("FILE");
  timeline.add_option("--trace", line.options.trace, "Chrome's trace events, for Perfetto and others; -: on standard output")->type_name("FILE");
}

void add_file(CLI::App& verb, CommandLine& line) {
  verb.add_option("FILE", line.options.file, "the file")->required()->type_name("");
}

void add_nothing(CLI::App&, CommandLine&) {}

template <void (*add)(CLI::App&, RunOptions&)>
void add_for_command(CLI::App& verb, CommandLine& line) {
  add(verb, line.options.run);
}

struct VerbRow {
  const char* name;
  Verb verb;
  const char* help;
  void (*add)(CLI::App& verb, CommandLine& line);
};

constexpr VerbRow k_verbs[] = {
    {"lint", Verb::lint, "lint a tree, or files of it", add_lint},
    {"fix", Verb::fix, "let formatters repair files, then lint with them", add_fix},
    {"discover", Verb::discover, "find the files of a tree, without linting", add_discover},
    {"deps", Verb::deps, "show what files depend on, and why", add_deps},
    {"why", Verb::why, "show why linters ran, or did not", add_why},
    {"log", Verb::log, "show what linters wrote when they last ran, whatever they found", add_log},
    {"env", Verb::env, "show the environment that linters and imports get", add_env},
    {"verify", Verb::verify, "compare what is remembered with what the tools say today", add_verify},
    {"stats", Verb::stats, "show how large the shared results are, and a tree's state", add_store_place},
    {"clean", Verb::clean, "forget the shared results, or the state of a tree instead", add_store_place},
    {"timeline", Verb::timeline, "draw who ran when, on which slot, in the last run that ran anything", add_timeline},
    {"gc", Verb::gc, "drop the shared results that were not used for longest, down to LINTCACHE_MAX_SIZE", add_nothing},
    {"export", Verb::export_, "write the shared results to a file, for another machine", add_file},
    {"import", Verb::import_, "take in the shared results of such a file", add_file},
    {"run", Verb::run, "run any command, or repeat what it did when nothing changed since", add_for_command<add_run>},
    {"whence", Verb::whence, "show which command made a file, and what it depended on", add_for_command<add_whence>},
    {"inputs", Verb::inputs, "show what a command depended on when it last ran", add_for_command<add_list_of_paths>},
    {"outputs", Verb::outputs, "show what a command left when it last ran", add_for_command<add_list_of_paths>},
    {"graph", Verb::graph, "draw what the processes of a command did when it last ran", add_for_command<add_graph>},
    {"replay", Verb::replay, "run a remembered command again, and compare what it does", add_for_command<add_replay>},
};

const VerbRow* row_of(std::string_view name) {
  const auto* const row = std::find_if(std::begin(k_verbs), std::end(k_verbs), [&](const VerbRow& one) { return one.name == name; });
  return row == std::end(k_verbs) ? nullptr : row;
}

}  // namespace

std::string option_name(const Setting& setting) {
  std::string name = "--" + std::string(setting.key);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

void add_verbs(CLI::App& app, CommandLine& line, std::string_view asked) {
  const auto add = [&](const VerbRow& row) { row.add(*app.add_subcommand(row.name, row.help), line); };
  if (const VerbRow* only = row_of(asked); only != nullptr) return add(*only);
  for (const VerbRow& row : k_verbs) add(row);
}

Verb verb_named(std::string_view name) { return row_of(name)->verb; }

}  // namespace lintcache
