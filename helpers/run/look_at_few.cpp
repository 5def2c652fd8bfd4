// SPDX-License-Identifier: MIT
// Which files a few changes can matter to, and what is remembered for that.
//
// Part 0 of a replay: encoded fields (base/frame.h): the digest of what all tasks share, `1` where a task depends on more about a
// file than its bytes, the number of tools, their names, then three for each task that is not clean: file, tool, the set of its
// outcome, which is not written down twice. Sets keep their numbers, and no number is given again.
#include "run/look_at_few.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/frame.h"
#include "base/path.h"
#include "digest/hasher.h"
#include "store/dependents.h"
#include "store/outcomes.h"

namespace lintcache {
namespace {

// Beyond this share of the tree it is quicker to look at all of it.
size_t most_of(size_t files) { return std::max<size_t>(100, files / 8); }

Digest made_ready(const Session& session, const LintRun& run) {
  Hasher hasher;
  const auto add = [&](const std::string& name, const std::string& text) { hasher.field(name, session.store.roots().packed(text)); };
  add("toolchain", run.toolchain.identity);
  add("executable", run.toolchain.executable);
  add("libpython", run.toolchain.libpython);
  for (const std::string& directory : run.toolchain.search_path) add("search", directory);
  for (const PreparedTool& tool : run.tools) {
    hasher.field("tool", tool.adapter->name).field("base", tool.base);
    for (const std::string& word : tool.launcher) add("launcher", word);
    for (const Input& place : tool.config) add("config", place.path);
    for (const TracedInput& one : tool.inputs) add("input", one.input.path);
  }
  return hasher.digest();
}

// Do footprints say something that is shown, or that an outcome depends on?
bool needs_footprints(const Session& session, const LintRun& run) {
  return run.footprints.has_imports || session.request.inference == "always" ||
         std::any_of(run.tools.begin(), run.tools.end(), [](const PreparedTool& tool) {
           return asks_for_footprint(*tool.adapter) && !is_watched(*tool.adapter);
         });
}

// By set, the number of the file that depends on it.
std::unordered_map<int64_t, int64_t> owners(const Session& session, const LintRun& run,
                                            const std::unordered_map<std::string_view, size_t>& number_of) {
  std::unordered_map<int64_t, int64_t> owner_of_set;
  const auto number = [&](const std::string& file) {
    return static_cast<int64_t>(number_of.at(joined(session.request.source_dir, file)));
  };
  for (const FinishedTask& task : run.tasks) owner_of_set.emplace(task.set, number(task.task.file));
  if (needs_footprints(session, run))
    for (const auto& [file, footprint] : run.footprints.by_file)
      for (const int64_t set : {footprint.runtime.set, footprint.statements.set}) owner_of_set.emplace(set, number(file));
  return owner_of_set;
}

// Adds to the lists of a recorded run what the tasks depend on. Is that more about a file than its bytes?
bool add_lists(const Session& session, const LintRun& run, const Digest& key, const std::vector<SeenPath>& seen, size_t most) {
  std::unordered_map<std::string_view, size_t> number_of;
  number_of.reserve(seen.size());
  for (size_t i = 0; i < seen.size(); ++i) number_of.emplace(seen[i].path, i);
  const DependentsByPath all = session.store.input_sets().dependents(owners(session, run, number_of), most);
  DependentIndex index(session.store.replays(), key);
  for (const auto& [path, dependents] : all.by_path)
    if (const auto place = number_of.find(path); place != number_of.end()) index.add(place->second, dependents, most);
  index.save();
  return all.know_more;
}

// `few`: of which the files, and what was found, are told by `tasks`.
void put_found(const Session& session, const Digest& key, const Few& few, const std::vector<FinishedTask>& tasks) {
  Fields fields = {std::string(few.made_ready.view()), few.know_more ? "1" : "", std::to_string(few.tools.size())};
  fields.insert(fields.end(), few.tools.begin(), few.tools.end());
  for (const FinishedTask& task : tasks)
    if (task.outcome->verdict != Verdict::clean)
      fields.insert(fields.end(), {task.task.file, task.task.tool, std::to_string(task.set)});
  session.store.replays().put_part(key, 0, encode_fields(fields));
}

// All of it but the files.
std::optional<Few> read_found(const Session& session, const Digest& key) {
  const auto bytes = session.store.replays().part(key, 0);
  if (!bytes) return {};
  auto fields = decode_fields(*bytes);
  constexpr size_t k_head = 3;
  if (!fields || fields->size() < k_head) return {};
  Few few;
  few.made_ready = Digest::from((*fields)[0]);
  few.know_more = (*fields)[1] == "1";
  const size_t tools = std::strtoul((*fields)[2].c_str(), nullptr, 10);
  if (tools > fields->size() - k_head) return {};
  const auto first = fields->begin() + static_cast<ptrdiff_t>(k_head);
  few.tools.assign(first, first + static_cast<ptrdiff_t>(tools));
  for (size_t i = k_head + tools; i + 2 < fields->size(); i += 3) {
    FinishedTask& done = few.found.emplace_back();
    done.task.file = std::move((*fields)[i]);
    done.task.tool = std::move((*fields)[i + 1]);
    done.set = std::strtoll((*fields)[i + 2].c_str(), nullptr, 10);
    done.outcome = session.store.outcomes().of_set(done.set);
    done.cached = true;
    if (!done.outcome) return {};
  }
  return few;
}

enum class Change { nothing, content, other };

// What a path that is not as it was tells whoever depended on it: on no more than bytes and names, unless they `know_more`.
Change change_of(const Session& session, const SeenPath& before, bool know_more) {
  StatCache& disk = session.disk;
  if (before.path == session.request.allowlist || before.state.presence != Presence::there) return Change::other;
  const auto now = disk.status(before.path);
  if (!now || !*now) return Change::other;
  if ((*now)->type == FileType::directory) {
    if (know_more) return Change::other;
    const auto known = session.store.directory(before.path);
    const auto entries = disk.entries(before.path);
    const bool is_same = known && known->tuple == before.state.tuple && entries && *entries != nullptr && **entries == known->entries;
    return is_same ? Change::nothing : Change::other;
  }
  if ((*now)->type != FileType::regular) return Change::other;
  const auto known = session.store.file(before.path);
  // A directory in its place before, or what could not be read, was never a content.
  if (!known) return Change::other;
  const Digest digest = disk.content(before.path);
  if (digest.is_absent() || digest == k_unreadable) return Change::other;
  // Since then it may have been read another time.
  return !know_more && known->tuple == before.state.tuple && digest == known->digest ? Change::nothing : Change::content;
}

}  // namespace

void remember_dependents(const Session& session, const LintRun& run, const Digest& key, const std::vector<SeenPath>& seen) {
  const Request& request = session.request;
  const auto looks_at_all = [](const PreparedTool& tool) { return tool.adapter->unit == Unit::tree; };
  // Sidecars are read whole whatever changed.
  if (request.backend == "files" || request.fail_fast || run.tasks.empty() ||
      std::any_of(run.tools.begin(), run.tools.end(), looks_at_all))
    return;
  Few few;
  for (const PreparedTool& tool : run.tools) few.tools.push_back(tool.adapter->name);
  few.made_ready = made_ready(session, run);
  few.know_more = add_lists(session, run, key, seen, most_of(run.files.size()));
  put_found(session, key, few, run.tasks);
}

std::optional<Few> few_to_look_at(const Session& session, const ChangedRun& known) {
  auto few = read_found(session, known.key);
  auto seen = few ? decode_snapshot(known.replay.snapshot) : std::nullopt;
  if (!seen) return {};
  few->seen = std::move(*seen);
  DependentIndex index(session.store.replays(), known.key);
  const size_t most = most_of(known.report.summary.files);
  Dependents all;
  for (const size_t number : known.changed) {
    if (number >= few->seen.size()) return {};
    const Change change = change_of(session, few->seen[number], few->know_more);
    if (change == Change::nothing) continue;
    const auto some = change == Change::content ? index.of(number) : std::nullopt;
    if (!some || !some->are_known()) return {};
    add_dependents(*some, most, all);
    if (all.are_many) return {};
  }
  std::sort(all.files.begin(), all.files.end());
  all.files.erase(std::unique(all.files.begin(), all.files.end()), all.files.end());
  for (const int64_t file : all.files) {
    if (file < 0 || static_cast<size_t>(file) >= few->seen.size()) return {};
    const std::string& path = few->seen[static_cast<size_t>(file)].path;
    if (!is_below(path, session.request.source_dir)) return {};
    few->files.push_back(relative_to(path, session.request.source_dir));
  }
  std::sort(few->files.begin(), few->files.end());
  std::erase_if(few->found, [&](const FinishedTask& task) {
    return std::binary_search(few->files.begin(), few->files.end(), task.task.file);
  });
  return few;
}

bool is_made_ready_as(const Session& session, const LintRun& run, const Few& few) { return made_ready(session, run) == few.made_ready; }

std::vector<FinishedTask> with_others(const Few& few, const std::vector<FinishedTask>& tasks) {
  std::vector<FinishedTask> all = few.found;
  all.insert(all.end(), tasks.begin(), tasks.end());
  const auto place = [&](const FinishedTask& task) {
    return std::pair<const std::string&, ptrdiff_t>(
        task.task.file, std::find(few.tools.begin(), few.tools.end(), task.task.tool) - few.tools.begin());
  };
  std::sort(all.begin(), all.end(), [&](const FinishedTask& a, const FinishedTask& b) { return place(a) < place(b); });
  return all;
}

void tell_others(const Session& session, const Few& few, const Report& before) {
  session.voice.tell(PhaseBegan{Phase::discover});
  session.voice.tell(TasksExpected{before.summary.tasks});
  session.voice.tell(PhaseBegan{Phase::digest});
  for (const std::string& tool : few.tools) {
    TasksReused reused{tool, before.summary.files - few.files.size(), 0};
    for (const FinishedTask& task : few.found)
      if (task.task.tool == tool) reused.findings += task.outcome->findings.size();
    session.voice.tell(reused);
  }
}

void count_others(const Few& few, const Report& before, Summary& summary) {
  const size_t files = before.summary.files - few.files.size();
  summary.files = before.summary.files;
  for (const std::string& tool : few.tools) summary.by_tool[tool].cached += files;
  summary.tasks += files * few.tools.size();
  summary.cached += files * few.tools.size();
  summary.cached_clean += files * few.tools.size() - few.found.size();
  for (const FinishedTask& task : few.found) {
    summary.findings += task.outcome->findings.size();
    summary.by_tool[task.task.tool].findings += task.outcome->findings.size();
  }
}

void remember_few(const Session& session, const LintRun& run, const Report& report, const ChangedRun& known, const Few& few) {
  // What is remembered stays true otherwise: compared with it, the same files and some more will have changed.
  if (!session.store.is_writable() || !left_nothing_open(session, run)) return;
  const std::vector<std::string> written = ask_for_written(session);
  auto now = session.disk.seen();
  if (!now) return;
  std::unordered_map<std::string_view, const SeenPath*> by_path;
  for (const SeenPath& one : *now) by_path.emplace(one.path, &one);
  std::unordered_set<std::string_view> ours(written.begin(), written.end());
  for (const size_t number : known.changed) ours.insert(few.seen[number].path);
  std::vector<SeenPath> seen = few.seen;
  for (SeenPath& one : seen) {
    const auto other = by_path.find(one.path);
    const bool is_seen = other != by_path.end();
    if (ours.contains(one.path)) {
      if (!is_seen) return;
      // Of all others the tasks that were not looked at know only what was there before.
      one.state = other->second->state;
    }
    if (is_seen) by_path.erase(other);
  }
  for (const SeenPath& one : *now)
    if (by_path.contains(one.path)) seen.push_back(one);
  const std::vector<FinishedTask> tasks = with_others(few, run.tasks);
  const auto found = static_cast<size_t>(std::count_if(tasks.begin(), tasks.end(), [](const FinishedTask& task) {
    return task.outcome->verdict != Verdict::clean;
  }));
  Few then;
  then.tools = few.tools;
  then.made_ready = few.made_ready;
  then.know_more = add_lists(session, run, known.key, seen, most_of(report.summary.files)) || few.know_more;
  session.store.replays().change(known.key, {encode_snapshot(seen), text_of(report, report.summary.tasks - found, seen.size()), false});
  put_found(session, known.key, then, tasks);
}

}  // namespace lintcache
