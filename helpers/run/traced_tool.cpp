// SPDX-License-Identifier: MIT
// Between the tracer and what is kept of a linter's run.
#include "run/traced_tool.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "digest/hasher.h"
#include "digest/input_facts.h"
#include "run/linter_limits.h"
#include "run/memo_keep.h"
#include "tools/environment.h"
#include "tools/tool_command.h"
#include "trace/resolved_names.h"
#include "trace/traced_run.h"

namespace lintcache {
namespace {

// Reasons that are told.
constexpr size_t k_most_doubts = 3;

// Where programs and what belongs to them is installed.
constexpr std::array<std::string_view, 6> k_installed = {"/usr/", "/lib", "/bin/", "/sbin/", "/opt/", "/etc/ld.so"};

Origin origin_of(const std::string& path) {
  const bool is_installed =
      std::any_of(k_installed.begin(), k_installed.end(), [&](std::string_view top) { return path.starts_with(top); });
  return is_installed ? Origin::tool : Origin::observed;
}

bool is_file(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

Accounted account_of(const Command& command, Trace trace, const std::string& report, int64_t started) {
  MemoCommand asked;
  asked.arguments = command.arguments;
  asked.executable = command.arguments[0];
  asked.directory = command.directory;
  asked.environment = command.environment;
  KeepRules rules;
  rules.effects.times = Times::content;
  rules.effects.mask = creation_mask();
  rules.effects.has_own_session = true;
  rules.effects.working_directory = value_of(command.environment, "PWD");
  rules.effects.is_own = rules.effects.is_output = [](const std::string&) { return false; };
  rules.effects.is_ignored = [own = ResolvedNames().resolved(report, false)](const std::string& path) { return path == own; };
  rules.most_bytes = INT64_MAX;
  RanCommand ran;
  ran.trace = std::move(trace);
  ran.start = started;
  PathFacts facts;
  return account_for(asked, ran, rules, facts, [](const std::string& bytes) { return digest_of(bytes); });
}

Observed observed_in(Accounted account) {
  Observed observed;
  observed.is_traced = observed.is_all = true;
  observed.inputs = inputs_of_facts(account.record.facts);
  auto& reasons = account.reasons;
  reasons.resize(reasons.size() - account.moved.size());
  if (reasons.size() > k_most_doubts) reasons.resize(k_most_doubts);
  observed.doubt = join(reasons, ", and it ");
  if (!account.moved.empty()) observed.moved = account.moved.front();
  return observed;
}

}  // namespace

std::vector<TracedInput> inputs_of_facts(const std::vector<Fact>& facts) {
  std::vector<TracedInput> inputs;
  std::unordered_set<Input> known;
  const auto add = [&](Input input) {
    const Origin origin = origin_of(input.path);
    if (known.insert(input).second) inputs.push_back({std::move(input), origin});
  };
  for (const Fact& fact : facts) {
    if (fact.kind >= FactKind::variable) continue;
    if (fact.kind == FactKind::status && is_file(fact.path)) add({InputKind::content, fact.path, {}});
    add(input_of(fact));
  }
  return inputs;
}

Result<AskedUnderTrace> ask_under_trace(const Session& session, const Task& task, const PreparedTool& tool) {
  static std::atomic<unsigned> number = 0;
  const Request& request = session.request;
  const std::string report = joined(request.state_dir, ".output-trace-" + std::to_string(getpid()) + "-" + std::to_string(++number));
  const Subject subject{task.file, task.files, request.source_dir, report};
  std::vector<std::string> words = tool.adapter.command().arguments(subject);
  const auto& launchers = tool.toolchain->launchers;
  Command command{tool.launcher, tool.environment.variables, request.source_dir};
  if (tool.adapter->module.empty()) {
    words.erase(words.begin());
  } else if (const auto plain = launchers.find(tool.adapter->name); plain != launchers.end()) {
    command.arguments = plain->second;
  }
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.limits = linter_limits(request);
  command.limits.time = seconds_for(request, tool.adapter, task.files.size());
  TraceOptions options;
  options.preload = trace_library();
  const int64_t started = real_disk().now();
  LINTCACHE_TRY_ASSIGN(TracedResult traced, run_traced(command, options, session.stop));
  [[maybe_unused]] const auto gone = remove_file(report);
  AskedUnderTrace asked;
  asked.stopped = traced.process.stopped;
  if (asked.stopped) return asked;
  if (traced.process.beyond != Beyond::nothing) asked.doubts.emplace_back("went beyond a limit");
  Accounted account = account_of(command, std::move(traced.trace), report, started);
  asked.facts = std::move(account.record.facts);
  asked.doubts.insert(asked.doubts.end(), account.reasons.begin(), account.reasons.end());
  return asked;
}

Result<TracedTool> run_traced_tool(const Session& session, const Command& command, const std::string& report, int64_t started) {
  TraceOptions options;
  options.preload = trace_library();
  LINTCACHE_TRY_ASSIGN(TracedResult traced, run_traced(command, options, session.stop));
  TracedTool ran;
  ran.process = std::move(traced.process);
  if (ran.process.stopped || ran.process.beyond != Beyond::nothing) return ran;
  ran.observed = observed_in(account_of(command, std::move(traced.trace), report, started));
  return ran;
}

}  // namespace lintcache
