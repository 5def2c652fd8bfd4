// SPDX-License-Identifier: MIT
// What is known of commands, on standard output.
#include "cli/memo_commands.h"

#include <sys/wait.h>

#include <algorithm>
#include <ctime>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/run_command.h"
#include "report/memo_text.h"
#include "run/memo_graph.h"
#include "run/memo_look.h"
#include "run/memo_outputs.h"
#include "run/memo_sandbox.h"
#include "trace/packed_trace.h"

namespace lintcache {
namespace {

using Json = nlohmann::ordered_json;

// Paths are bytes, JSON is not.
std::string dumped(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string where(const RunOptions& options) {
  return options.directory.empty() ? current_directory() : absolute_path(options.directory, current_directory());
}

WhichRun which_run(const RunOptions& options) {
  WhichRun which;
  which.directory = real_directory(where(options));
  which.arguments = options.command;
  if (!options.file.empty()) which.file = absolute_path(options.file, where(options));
  return which;
}

// With the store open and the run found.
template <class Act>
int with_run(const Options& options, bool with_trace, Act act) {
  const auto place = cache_place(options);
  if (!place) return complain(place.error());
  if (place->directory.empty())
    return complain(asked_wrongly("no commands are remembered", "", "LINTCACHE_MAX_SIZE is 0; --cache names the place"));
  MemoStore store(place->directory, place->limit);
  const auto known = find_run(store, which_run(options.run), with_trace);
  if (!known) return complain(known.error());
  const Result<int> status = act(*known, store);
  return status ? *status : complain(status.error());
}

std::string time_text(int64_t nanoseconds) {
  const std::time_t seconds = nanoseconds / 1'000'000'000;
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts)};
}

std::string ended_text(int status) {
  return WIFSIGNALED(status) ? fmt::format("ended by signal {}", WTERMSIG(status)) : fmt::format("exit status {}", WEXITSTATUS(status));
}

std::string name_of(const LookedInput& input) { return input.path.empty() ? "the environment" : input.path; }

std::vector<NotedPath> noted(const std::vector<LookedInput>& inputs) {
  std::vector<NotedPath> list;
  for (const LookedInput& input : inputs)
    list.push_back({name_of(input), join(input.ways, ", ") + (input.change.empty() ? "" : "; " + input.change)});
  return list;
}

Json json_of(const LookedInput& input) {
  Json one = {{"path", input.path}, {"ways", input.ways}, {"unchanged", input.change.empty()}};
  if (!input.change.empty()) one["change"] = input.change;
  if (!input.repository.empty()) one["repository"] = input.repository;
  if (!input.commit.empty()) one["commit"] = input.commit;
  return one;
}

Json json_of(const KnownRun& known) {
  Json one = {{"command", known.command.arguments}, {"directory", known.command.directory}, {"when", time_text(known.run.when)}};
  if (known.record) one["status"] = known.record->status;
  if (!known.run.reasons.empty()) one["not_cacheable"] = known.run.reasons;
  return one;
}

std::string head(const KnownRun& known) {
  std::string text = "command: " + printable(shell_words(known.command.arguments)) + "\n  in " + printable(known.command.directory) +
                     ", " + time_text(known.run.when);
  text += known.record ? ", " + ended_text(known.record->status) + "\n" : ", nothing was kept\n";
  for (const std::string& reason : known.run.reasons) text += "  not cacheable: it " + printable(reason) + "\n";
  return text;
}

bool is_own_output(const MemoRecord& record, const std::string& path) {
  return std::any_of(record.outputs.begin(), record.outputs.end(), [&](const MemoOutput& output) { return output.path == path; });
}

const char* kind_name(OutputKind kind) {
  constexpr const char* k_names[] = {"file", "directory", "symbolic link", "hard link", "removed", "touched"};
  return k_names[static_cast<size_t>(kind)];
}

std::string by_repository(const std::vector<LookedInput>& inputs, bool as_trees) {
  std::map<std::string, std::vector<LookedInput>> groups;
  for (const LookedInput& input : inputs)
    groups[input.repository.empty() ? "" : input.repository + " at " + (input.commit.empty() ? "no commit" : input.commit)].push_back(input);
  std::string text;
  for (const auto& [name, list] : groups) {
    if (groups.size() > 1 || !name.empty()) text += "# " + (name.empty() ? "in no repository" : printable(name)) + "\n";
    text += as_trees ? as_tree(noted(list)) : as_lines(noted(list));
  }
  return text;
}

}  // namespace

int whence_command(const Options& options, const std::vector<std::string>& environment) {
  return with_run(options, false, [&](const KnownRun& known, MemoStore& store) -> Result<int> {
    static Stop stop;
    auto inputs = inputs_of(known, environment, store);
    find_repositories(inputs, environment, stop);
    if (options.run.json) {
      Json one = json_of(known);
      one["inputs"] = Json::array();
      for (const LookedInput& input : inputs) one["inputs"].push_back(json_of(input));
      put(stdout, dumped(one));
      return 0;
    }
    const auto changed = std::count_if(inputs.begin(), inputs.end(), [](const LookedInput& input) { return !input.change.empty(); });
    put(stdout, head(known) + fmt::format("{} inputs, {} of them changed since\n", inputs.size(), changed));
    put(stdout, by_repository(inputs, false));
    return 0;
  });
}

int inputs_command(const Options& options, const std::vector<std::string>& environment) {
  return with_run(options, false, [&](const KnownRun& known, MemoStore& store) -> Result<int> {
    static Stop stop;
    if (!known.record)
      return asked_wrongly("nothing is known of what it depended on, for nothing was kept", shell_words(known.command.arguments),
                           known.run.reasons.empty() ? "" : "it " + known.run.reasons[0]);
    auto inputs = inputs_of(known, environment, store);
    find_repositories(inputs, environment, stop);
    if (options.run.json) {
      Json list = Json::array();
      for (const LookedInput& input : inputs) list.push_back(json_of(input));
      put(stdout, dumped(list));
    } else {
      put(stdout, by_repository(inputs, options.run.tree));
    }
    return 0;
  });
}

int outputs_command(const Options& options, const std::vector<std::string>&) {
  return with_run(options, false, [&](const KnownRun& known, MemoStore&) -> Result<int> {
    PathFacts facts;
    Json json = Json::array();
    std::vector<NotedPath> list;
    for (const MemoOutput& output : known.record ? known.record->outputs : known.run.outputs) {
      const bool is_there = is_in_place(output, facts);
      list.push_back({output.path, std::string(kind_name(output.kind)) + (is_there ? "" : ", not in place")});
      json.push_back({{"path", output.path}, {"kind", kind_name(output.kind)}, {"mode", fmt::format("{:04o}", output.mode)}, {"in_place", is_there}});
    }
    put(stdout, options.run.json ? dumped(json) : options.run.tree ? as_tree(list) : as_lines(list));
    return 0;
  });
}

int graph_command(const Options& options, const std::vector<std::string>&) {
  return with_run(options, true, [&](const KnownRun& known, MemoStore&) -> Result<int> {
    const auto trace = unpack_trace(known.run.trace);
    if (!trace) return our_fault("the trace of the command is damaged", shell_words(known.command.arguments), "run it with --refresh");
    const std::string& format = options.run.format;
    const std::string picture = format == "dot" ? trace_dot(*trace) : format == "json" ? trace_json(*trace) : format == "text" ? trace_text(*trace)
                                                                            : trace_page(*trace, shell_words(known.command.arguments));
    if (options.run.to.empty()) {
      put(stdout, picture);
    } else {
      LINTCACHE_TRY(write_atomically(absolute_path(options.run.to, current_directory()), picture));
    }
    return 0;
  });
}

int replay_command(const Options& options, const std::vector<std::string>& environment) {
  return with_run(options, false, [&](const KnownRun& known, MemoStore& store) -> Result<int> {
    if (!options.run.sandbox) return asked_wrongly("replay runs commands in a sandbox only", "", "add --sandbox, or use run --refresh");
    const std::string words = shell_words(known.command.arguments);
    if (!known.record) return asked_wrongly("nothing was kept of the command", words);
    if (known.has_input) return asked_wrongly("the command had a standard input, which is not kept", words);
    for (const LookedInput& input : inputs_of(known, environment, store))
      if (!input.change.empty() && !is_own_output(*known.record, input.path))
        return asked_wrongly("its inputs are others now: " + input.change, words, "run it again first");
    MemoCommand command = known.command;
    command.environment = environment;
    LINTCACHE_TRY_ASSIGN(const SandboxedRun ran, run_in_sandbox(command, *known.record));
    std::string out, err;
    for (const OutputChunk& chunk : known.record->chunks) (chunk.stream == 2 ? err : out) += chunk.bytes;
    std::string different;
    if (ran.status != known.record->status) different += "  " + ended_text(ran.status) + " instead of " + ended_text(known.record->status) + "\n";
    if (ran.out != out) different += "  another standard output\n";
    if (ran.err != err) different += "  another standard error: " + printable(ran.err.substr(0, 300)) + "\n";
    for (const std::string& path : ran.missing) different += "  not as it was: " + printable(path) + "\n";
    put(stdout, different.empty() ? "lintcache replay: the same with nothing but its inputs\n" : "lintcache replay: not the same with nothing but its inputs\n" + different);
    return different.empty() ? 0 : 1;
  });
}

}  // namespace lintcache
