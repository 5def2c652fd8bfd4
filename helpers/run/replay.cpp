// SPDX-License-Identifier: MIT
// Remembering runs, and finding them again.
#include "run/replay.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "base/frame.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "discovery/manifest.h"
#include "discovery/settings.h"
#include "report/records.h"
#include "run/know_toolchain.h"
#include "run/look_at_few.h"
#include "schedule/cpus.h"
#include "tools/environment.h"
#include "tools/platform.h"

namespace lintcache {
namespace {

// To be changed with what is asked of the disk, or with what is reported.
constexpr const char* k_replay_version = "4";

// More than a few are not looked for.
constexpr size_t k_most_changed = 256;

// Another build of this program may decide otherwise.
void add_program(const std::string& path, Hasher& hasher) {
  StatTuple tuple;
  look_at(AT_FDCWD, path.c_str(), tuple);
  for (const int64_t part : {tuple.size, tuple.modified_nanoseconds, tuple.changed_nanoseconds, static_cast<int64_t>(tuple.inode)})
    hasher.field("program", std::to_string(part));
}

// What a run depends on besides the disk and the choice of tools; absent where that cannot be told.
Digest settings_of(const Request& request, const std::vector<std::string>& outer_environment, const Voice& voice) {
  SetKeys all;
  for (const Setting& setting : settings()) all.emplace(setting.key);
  const auto asked = manifest_text(request, all);
  if (!asked || !request.selected_files.empty()) return {};
  Hasher hasher;
  hasher.field("version", k_replay_version).field("request", *asked).field("colour", voice.colour ? "yes" : "no");
  for (const std::string& variable : that_may_matter(outer_environment)) hasher.field("environment", variable);
  for (const KeyPart& part : platform_parts()) hasher.field(part.name, part.value);
  add_program("/proc/self/exe", hasher);
  add_program(request.worker, hasher);
  std::error_code failed;
  // Others may not see all that this user sees.
  hasher.field("user", std::to_string(geteuid()));
  hasher.field("real", std::filesystem::canonical(request.source_dir, failed).string());
  return hasher.digest();
}

Digest key_of(const Request& request, const Digest& settings) {
  Hasher hasher;
  hasher.field("settings", settings);
  for (const std::string& tool : request.selected_tools) hasher.field("selected", tool);
  return hasher.digest();
}

}  // namespace

std::string text_of(const Report& report, size_t clean, size_t paths) {
  const Summary& summary = report.summary;
  Fields fields = {summary.name};
  for (const size_t count : {summary.files, summary.tasks, clean, summary.findings, paths, report.notices.size(), report.diagnostics.size()})
    fields.push_back(std::to_string(count));
  fields.insert(fields.end(), report.notices.begin(), report.notices.end());
  fields.insert(fields.end(), report.diagnostics.begin(), report.diagnostics.end());
  for (const FailedImport& failed : report.failed_imports) fields.insert(fields.end(), {failed.file, failed.exception});
  return encode_fields(fields);
}

namespace {

constexpr size_t k_head = 8;  // fields before the lines

std::optional<Report> report_from(std::string_view text) {
  auto fields = decode_fields(text);
  if (!fields || fields->size() < k_head) return {};
  const auto number = [&](size_t at) { return static_cast<size_t>(std::strtoul((*fields)[at].c_str(), nullptr, 10)); };
  Report report;
  Summary& summary = report.summary;
  summary.name = (*fields)[0];
  summary.files = number(1);
  summary.tasks = summary.cached = number(2);
  summary.cached_clean = number(3);
  summary.findings = number(4);
  summary.paths_asked = number(5);
  size_t at = k_head;
  const auto take = [&](size_t count, std::vector<std::string>& lines) {
    for (const size_t end = std::min(at + count, fields->size()); at < end;) lines.push_back(std::move((*fields)[at++]));
  };
  take(number(6), report.notices);
  take(number(7), report.diagnostics);
  for (; at + 1 < fields->size(); at += 2)
    report.failed_imports.push_back({std::move((*fields)[at]), std::move((*fields)[at + 1])});
  summary.imports_failed = report.failed_imports.size();
  return report;
}

}  // namespace

bool left_nothing_open(const Session& session, const LintRun& run) {
  const auto is_kept = [](const FinishedTask& task) {
    return task.outcome && task.outcome->verdict != Verdict::tool_failure && !task.identity.is_absent();
  };
  const auto runs_always = [](const PreparedTool& tool) { return tool.adapter->always; };
  const auto is_recorded = [&](const auto& known) {
    return (known.second.runtime.set != 0 || !run.footprints.has_imports) && known.second.statements.set != 0;
  };
  const auto& footprints = run.footprints.by_file;
  return (footprints.empty() || footprints.size() == run.files.size()) &&
         std::all_of(run.tasks.begin(), run.tasks.end(), is_kept) &&
         std::none_of(run.tools.begin(), run.tools.end(), runs_always) &&
         std::all_of(footprints.begin(), footprints.end(), is_recorded) &&
         is_toolchain_known(session);
}

std::vector<std::string> ask_for_written(const Session& session) {
  const Request& request = session.request;
  std::vector<std::string> asked;
  const auto ask = [&](const std::string& path) {
    [[maybe_unused]] const auto there = session.disk.status(path);
    asked.push_back(path);
  };
  ask(joined(request.state_dir, "imports_failed.txt"));
  if (!request.merged_log.empty()) ask(request.merged_log);
  for (const Record& record : session.store.records())
    ask(record_path(request.state_dir, record.file, record.tool, record.verdict == Verdict::clean));
  return asked;
}

Remembered remembered_run(const Request& request, const std::vector<std::string>& outer_environment, const Voice& voice,
                          StateStore& store) {
  if (request.decider == "content") return {};
  const Digest settings = settings_of(request, outer_environment, voice);
  if (settings.is_absent()) return {};
  const Digest key = key_of(request, settings);
  auto known = store.replays().find(key);
  const Trust trust = trust_of(request, store);
  FileClock clock(real_disk(), trust.probe);
  if (!known || is_behind(clock, trust.judged)) return {};
  auto changed = changes_since(known->snapshot, request.source_dir, allowed_cpus(), k_most_changed);
  auto report = report_from(known->report);
  if (!changed || !report) return {};
  if (!changed->empty()) return ChangedRun{key, std::move(*known), std::move(*report), std::move(*changed)};
  if (!known->is_told) {
    store.decisions().put_reuse_of_all(request.selected_tools, wall_clock());
    store.replays().mark_told(key);
  }
  return std::move(*report);
}

void tell_decisions(const Request& request, StateStore& store, const ChangedRun& run) {
  if (!run.replay.is_told) store.decisions().put_reuse_of_all(request.selected_tools, wall_clock());
}

void forget_other_runs(const Session& session) {
  session.store.replays().keep_only(settings_of(session.request, session.outer_environment, session.voice));
}

void remember_run(const Session& session, const LintRun& run, const Report& report) {
  const Digest settings = settings_of(session.request, session.outer_environment, session.voice);
  if (settings.is_absent() || !session.store.is_writable() || !left_nothing_open(session, run)) return;
  ask_for_written(session);
  const auto seen = session.disk.seen();
  if (!seen) return;
  const auto clean = static_cast<size_t>(std::count_if(run.tasks.begin(), run.tasks.end(), [](const FinishedTask& task) {
    return task.outcome->verdict == Verdict::clean;
  }));
  const Digest key = key_of(session.request, settings);
  session.store.replays().put(key, settings, {encode_snapshot(*seen), text_of(report, clean, seen->size()), false});
  remember_dependents(session, run, key, *seen);
}

}  // namespace lintcache
