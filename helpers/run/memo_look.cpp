// SPDX-License-Identifier: MIT
// Asking the store, the disk and git.
#include "run/memo_look.h"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/path.h"
#include "base/subprocess.h"
#include "base/text.h"
#include "run/memo_keep.h"
#include "run/memo_lookup.h"
#include "store/memo_format.h"
#include "tools/environment.h"
#include "trace/resolved_names.h"

namespace lintcache {
namespace {

const char* way_of(FactKind kind) {
  switch (kind) {
    case FactKind::absent: return "looked for";
    case FactKind::content: return "read";
    case FactKind::link:
    case FactKind::place: return "followed";
    case FactKind::listing: return "listed";
    case FactKind::writable:
    case FactKind::no_directory: return "written";
    case FactKind::variable:
    case FactKind::environment: return "variable";
    default: return "asked about";
  }
}

std::optional<KnownRun> known(MemoStore& store, const Digest& action, bool with_trace) {
  auto run = store.last_run(action, with_trace);
  if (!run) return {};
  auto command = decode_command(run->command);
  if (!command) return {};
  KnownRun one{std::move(*run), std::move(*command), false, {}};
  one.has_input = !one.command.input.empty();
  if (!one.run.record.is_absent())
    if (const auto bytes = store.blob(one.run.record)) one.record = decode_record(*bytes);
  return one;
}

// The first line that git prints; empty where it fails.
std::string ask_git(const std::string& git, const std::vector<std::string>& words, const std::string& directory,
                    const std::vector<std::string>& environment, const Stop& stop) {
  Command command{{git}, environment, directory, false, {}};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  const auto result = run_process(command, stop);
  if (!result || result->exit_status != 0) return {};
  return std::string(trim(result->out.substr(0, result->out.find('\n'))));
}

std::string find_git(const std::vector<std::string>& environment) {
  for (const std::string& directory : split(value_of(environment, "PATH"), ':'))
    if (const std::string path = joined(directory, "git"); directory.starts_with('/') && access(path.c_str(), X_OK) == 0) return path;
  return {};
}

// The directory at the top of the work tree that a directory lies in; empty: in none.
std::string work_tree(const std::string& directory, std::map<std::string, std::string>& trees) {
  if (const auto seen = trees.find(directory); seen != trees.end()) return seen->second;
  std::string top;
  if (access(joined(directory, ".git").c_str(), F_OK) == 0) {
    top = directory;
  } else if (directory.size() > 1) {
    top = work_tree(parent_of(directory), trees);
  }
  return trees[directory] = top;
}

}  // namespace

Result<KnownRun> find_run(MemoStore& store, const WhichRun& which, bool with_trace) {
  const std::string file = which.file.empty() ? "" : ResolvedNames().resolved(which.file, false);
  for (const Digest& action : store.makers_of(file)) {
    auto one = known(store, action, with_trace);
    if (!one) continue;
    const bool is_meant = which.arguments.empty() || !file.empty() ||
                          (one->command.arguments == which.arguments && one->command.directory == which.directory);
    if (is_meant) return std::move(*one);
  }
  if (!file.empty()) return asked_wrongly("no remembered command made this file", file);
  if (which.arguments.empty()) return asked_wrongly("no command was run yet", "", "lintcache run -- COMMAND runs one");
  return asked_wrongly("this command was not run yet in this directory", join(which.arguments, " "));
}

std::vector<LookedInput> inputs_of(const KnownRun& known, const std::vector<std::string>& environment, MemoStore& store) {
  std::vector<LookedInput> inputs, variables;
  if (!known.record) return inputs;
  MemoCommand command = known.command;
  command.environment = environment;
  MemoLookup lookup(command, known.run.action, store);
  lookup.facts().remember(store.seen(known.run.record));
  for (const Fact& fact : known.record->facts) {
    const bool is_variable = fact.kind >= FactKind::variable;
    std::vector<LookedInput>& list = is_variable ? variables : inputs;
    if (list.empty() || list.back().path != fact.path) list.push_back({fact.path, {}, "", "", ""});
    LookedInput& input = list.back();
    const std::string way = way_of(fact.kind);
    if (std::find(input.ways.begin(), input.ways.end(), way) == input.ways.end()) input.ways.push_back(way);
    if (input.change.empty() && !lookup.holds(fact))
      input.change = difference(fact, is_variable ? environment_state(fact, environment) : lookup.facts().state(fact));
  }
  inputs.insert(inputs.end(), variables.begin(), variables.end());
  return inputs;
}

void find_repositories(std::vector<LookedInput>& inputs, const std::vector<std::string>& environment, const Stop& stop) {
  const std::string git = find_git(environment);
  if (git.empty()) return;
  std::map<std::string, std::string> trees;
  std::map<std::string, std::pair<std::string, std::string>> repositories;
  for (LookedInput& input : inputs) {
    if (!input.path.starts_with('/')) continue;
    const std::string top = work_tree(parent_of(input.path), trees);
    if (top.empty()) continue;
    if (!repositories.contains(top)) {
      std::string origin = ask_git(git, {"config", "--get", "remote.origin.url"}, top, environment, stop);
      repositories[top] = {origin.empty() ? top : origin, ask_git(git, {"rev-parse", "HEAD"}, top, environment, stop)};
    }
    std::tie(input.repository, input.commit) = repositories[top];
  }
}

}  // namespace lintcache
