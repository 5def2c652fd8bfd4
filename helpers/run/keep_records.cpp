// SPDX-License-Identifier: MIT
// Stamps and logs kept in step with outcomes.
#include "run/keep_records.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "base/path.h"
#include "report/records.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using Pair = std::pair<std::string, std::string>;  // file, tool

// Records of files that left the tree, and of tools that the tree no longer uses.
Result<void> remove_stale(const Session& session, const std::vector<std::string>& files,
                          std::map<Pair, Record>& known) {
  const std::unordered_set<std::string> present(files.begin(), files.end());
  const std::vector<std::string>& tools = session.request.tools;
  for (auto at = known.begin(); at != known.end();) {
    const auto& [file, tool] = at->first;
    const bool used = tools.empty() || std::find(tools.begin(), tools.end(), tool) != tools.end();
    if (present.contains(file) && used) {
      ++at;
      continue;
    }
    LINTCACHE_TRY(remove_record_files(session.request.state_dir, file, tool));
    session.store.remove_record(at->second);
    // A file that is only left out may come back, with all its verdicts.
    const auto status = real_disk().status(joined(session.request.source_dir, file));
    if (status && !*status) session.store.forget_file(file);
    at = known.erase(at);
  }
  return {};
}

}  // namespace

Result<void> keep_records(const Session& session, const std::vector<std::string>& files,
                          const std::vector<FinishedTask>& tasks) {
  const std::string& state_dir = session.request.state_dir;
  if (session.store.is_new()) {
    std::vector<std::string_view> tools;
    for (const Adapter& adapter : adapters()) tools.push_back(adapter.name);
    sweep_records(state_dir, tools);
  }
  std::map<Pair, Record> known;
  for (Record& record : session.store.records()) known[{record.file, record.tool}] = record;
  LINTCACHE_TRY(remove_stale(session, files, known));
  for (const FinishedTask& done : tasks) {
    if (!done.outcome) continue;
    const Record record{done.task.file, done.task.tool, done.task.key, done.outcome->verdict};
    const auto old = known.find({record.file, record.tool});
    const bool in_place = old != known.end() && old->second.key == record.key &&
                          old->second.verdict == record.verdict &&
                          record.verdict != Verdict::tool_failure &&
                          has_record(state_dir, record.file, record.tool, record.verdict);
    if (in_place) continue;
    LINTCACHE_TRY(write_record(state_dir, done.task, *done.outcome));
    session.store.put_record(record);
  }
  return {};
}

}  // namespace lintcache
