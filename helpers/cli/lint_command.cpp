// SPDX-License-Identifier: MIT
// Runs a tree and shows the result: findings on standard error, one line of summary on standard output.
#include "cli/lint_command.h"

#include <unistd.h>

#include <cstdio>
#include <memory>
#include <random>

#include "base/text.h"
#include "cli/console.h"
#include "report/explanations.h"
#include "report/formats.h"
#include "report/run_table.h"
#include "run/lint_tree.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// Enough to see what is wrong; all of them stand in imports_failed.txt.
constexpr size_t k_failed_imports_shown = 5;

// Seconds after which one wants to know what took so long.
constexpr double k_long_run = 5;

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

// LINTCACHE_VERIFY: nothing where it is not set. Each run takes another sample.
Result<std::optional<Sample>> verify_share(const std::vector<std::string>& environment) {
  const std::string text = value_of(environment, "LINTCACHE_VERIFY");
  if (text.empty()) return std::optional<Sample>();
  constexpr std::string_view k_by_trace = "trace:";
  const bool by_trace = text.starts_with(k_by_trace) || text == "trace";
  auto sample = text == "trace" ? std::optional(Sample{}) : sample_from(by_trace ? text.substr(k_by_trace.size()) : text);
  if (!sample)
    return asked_wrongly("LINTCACHE_VERIFY is neither a number nor a share such as 5%, nor one of these after 'trace:'", text);
  sample->by_trace = by_trace;
  sample->seed = std::random_device()();
  return sample;
}

// Somebody looks, and waited for it.
bool is_worth_a_table(const Summary& summary) {
  return is_terminal(STDOUT_FILENO) && summary.run > 0 && summary.seconds >= k_long_run;
}

using File = std::unique_ptr<FILE, int (*)(FILE*)>;

// Nothing where no trace is wanted.
Result<File> trace_file(const std::string& name) {
  if (name.empty()) return File(nullptr, fclose);
  if (name == "-") return File(stdout, fflush);
  File file(fopen(name.c_str(), "we"), fclose);
  if (!file) return asked_wrongly("the trace cannot be written", name);
  return file;
}

int exit_status(const Summary& summary, const Request& request) {
  if (summary.failures > 0) return 3;
  if (summary.different > 0) return 1;
  return summary.findings > 0 && !request.warn_only ? 1 : 0;
}

// Whoever looks on sees it when it happens.
void listen(const Options& options, const File& trace, StatusLine& status, Voice& voice) {
  voice.zones = zones_in(options.log).value_or(Zones());
  voice.log = [&status](Zone zone, const std::string& line) {
    status.print(stderr, "lintcache [" + std::string(name_of(zone)) + "] " + printable(line) + "\n");
  };
  const bool hears_tasks = voice.hears(Zone::task);
  if (!trace && !hears_tasks) return;
  voice.trace = [&status, &trace, hears_tasks, log = voice.log](const std::string& line) {
    if (hears_tasks) log(Zone::task, line);
    if (!trace) return;
    status.print(trace.get(), printable(line) + "\n");
    fflush(trace.get());
  };
}

// 0: the usual order.
uint64_t shuffle_number(const Options& options, const Voice& voice) {
  if (!options.random) return 0;
  uint64_t number = *options.random;
  while (number == 0) number = std::random_device()();
  voice.note("the order of tasks is that of --random " + std::to_string(number));
  return number;
}

int told_what_would_run(const LintResult& result) {
  for (const std::string& line : result.would_run) put(stdout, "would run " + line + "\n");
  put(stdout, "lintcache " + printable(result.summary.name) + ": " + std::to_string(result.would_run.size()) + " of " +
                  std::to_string(result.summary.tasks) + " tasks would run\n");
  return result.would_run.empty() ? 0 : 1;
}

}  // namespace

int lint_command(const Options& options, const std::vector<std::string>& environment) {
  const Request& request = options.request;
  static Stop stop;
  raise_on_signals(stop);
  StatusLine status(options, environment);
  if (status.trouble()) return complain(*status.trouble());
  Voice voice = make_voice(status);
  if (options.explain)
    voice.explain = [&status](const std::string& line) { status.print(stderr, "lintcache: " + line + "\n"); };
  const auto trace = trace_file(options.trace);
  if (!trace) return complain(trace.error());
  listen(options, *trace, status, voice);
  voice.manner = {options.self_check, shuffle_number(options, voice), options.dry_run};
  const auto verify = verify_share(environment);
  if (!verify) return complain(verify.error());
  const auto result = lint_tree(request, environment, *verify, stop, voice);
  status.clear();
  if (!result && stop.raised()) {
    put(stderr, "lintcache: stopped\n");
    return 128 + stop.signal();
  }
  if (!result) return complain(result.error());
  if (options.dry_run) return told_what_would_run(*result);
  // Above the findings, which one wants to see last.
  if (options.stats || is_worth_a_table(result->summary)) put(stdout, run_table(result->summary));
  put(stderr, failed_import_lines(result->failed_imports, request));
  if (result->summary.files == 0)
    put(stderr, "lintcache: no file in " + printable(request.source_dir) + " is to be linted\n");
  std::string lines;
  for (const auto* some : {&result->notices, &result->diagnostics})
    for (const std::string& line : *some) lines += line + "\n";
  put(stderr, lines);
  for (const OutcomeDifference& one : result->differences)
    put(stderr, difference_text(one.file, one.tool, one.remembered, one.fresh));
  put(stdout, summary_line(result->summary, request.warn_only) + "\n");
  if (options.stats) put(stdout, statistics_line(result->summary) + "\n");
  const int exit = stop.raised() ? 128 + stop.signal() : exit_status(result->summary, request);
  status.end(result->summary, exit);
  return exit;
}

}  // namespace lintcache
