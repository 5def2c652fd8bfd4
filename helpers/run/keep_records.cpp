// SPDX-License-Identifier: MIT
// Stamps and logs kept in step with outcomes.
#include "run/keep_records.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "base/path.h"
#include "digest/hasher.h"
#include "report/records.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using Pair = std::pair<std::string, std::string>;  // file, tool

// Lets go of all that is known of files that left the tree. A file that is only left out may come back, with all
// its verdicts.
void forget_files_that_are_gone(const Session& session, const std::unordered_set<std::string>& present) {
  for (const std::string& file : session.store.decisions().files()) {
    if (file.empty() || present.contains(file)) continue;
    const auto status = real_disk().status(joined(session.request.source_dir, file));
    if (status && !*status) session.store.forget_file(file);
  }
}

// Stamps and logs of files that left the tree, and of tools that the tree no longer uses; all, where none are wanted.
// One that cannot be removed stays, for the next run to try again.
Result<void> remove_stale(const Session& session, const std::unordered_set<std::string>& present,
                          std::map<Pair, Record>& known) {
  const std::vector<std::string>& tools = session.request.tools;
  const bool wants_records = session.request.backend == "files";
  Result<void> all;
  for (auto at = known.begin(); at != known.end();) {
    const auto& [file, tool] = at->first;
    const bool used = tools.empty() || std::find(tools.begin(), tools.end(), tool) != tools.end();
    if (wants_records && (file.empty() || present.contains(file)) && used) {
      ++at;
      continue;
    }
    if (auto removed = remove_record_files(session.request.state_dir, file, tool); !removed) {
      all = std::move(removed);
      ++at;
      continue;
    }
    session.store.remove_record(at->second);
    at = known.erase(at);
  }
  return all;
}

// What a tool wrote may name the tree: where it moved to another place, logs are written anew.
Record record_of(const Session& session, const FinishedTask& done) {
  const Digest key = done.identity.is_absent() ? Digest()
                                               : Hasher()
                                                     .field("identity", done.identity)
                                                     .field("place", session.request.source_dir)
                                                     .digest();
  return {done.task.file, done.task.tool, key, done.outcome->verdict};
}

bool is_in_place(const std::string& state_dir, const Record& record,
                 const std::map<Pair, Record>& known) {
  const auto old = known.find({record.file, record.tool});
  return old != known.end() && !record.key.is_absent() && old->second.key == record.key &&
         old->second.verdict == record.verdict && record.verdict != Verdict::tool_failure &&
         has_record(state_dir, record.file, record.tool, record.verdict);
}

}  // namespace

Result<void> keep_records(const Session& session, const std::vector<std::string>& files,
                          const std::vector<FinishedTask>& tasks) {
  const std::string& state_dir = session.request.state_dir;
  // Files that the state knows nothing of could never be removed again.
  if (!session.store.is_writable()) return {};
  const std::unordered_set<std::string> present(files.begin(), files.end());
  forget_files_that_are_gone(session, present);
  const bool wants_records = session.request.backend == "files";
  std::map<Pair, Record> known;
  for (Record& record : session.store.records()) known[{record.file, record.tool}] = record;
  if (known.empty() && !wants_records && !has_sidecars(state_dir)) return {};
  if (known.empty()) {
    std::vector<std::string> tools;
    for (const Adapter& adapter : adapters_of(session.request)) tools.push_back(adapter.name);
    sweep_records(state_dir, tools);
  }
  Result<void> all = remove_stale(session, present, known);
  if (!wants_records) return all;
  std::vector<const FinishedTask*> changed;
  for (const FinishedTask& done : tasks)
    if (done.outcome && !is_in_place(state_dir, record_of(session, done), known)) changed.push_back(&done);

  // First the intention, without the key: who is killed between the two leaves no file that nobody knows,
  // and none that is taken for what it is not.
  for (const FinishedTask* done : changed)
    session.store.put_record({done->task.file, done->task.tool, {}, done->outcome->verdict});
  if (!changed.empty()) session.store.commit();
  for (const FinishedTask* done : changed) {
    if (auto written = write_record(state_dir, *done); !written)
      all = std::move(written);
    else
      session.store.put_record(record_of(session, *done));
  }
  return all;
}

}  // namespace lintcache
