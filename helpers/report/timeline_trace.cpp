// SPDX-License-Identifier: MIT
// Complete events ("ph": "X"), with times in microseconds, and the threads' names.
#include "report/timeline_trace.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"

namespace lintcache {
namespace {

using Json = nlohmann::ordered_json;

// Threads are sorted by number.
constexpr unsigned k_phases = 0, k_imports = 1, k_slots = 1000;

double microseconds(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e3; }

Json event(const std::string& name, const std::string& category, unsigned thread, int64_t begin, int64_t end) {
  return {{"name", name}, {"cat", category}, {"ph", "X"}, {"ts", microseconds(begin)}, {"dur", microseconds(end - begin)},
          {"pid", 1}, {"tid", thread}};
}

Json naming(const char* what, unsigned thread, const std::string& name) {
  return {{"name", what}, {"ph", "M"}, {"pid", 1}, {"tid", thread}, {"args", {{"name", name}}}};
}

std::string name_of(const TimelineJob& job) {
  if (job.tasks.size() != 1) return job.tool + " on " + std::to_string(job.tasks.size()) + " files";
  return job.tool + " " + (job.tasks[0].file.empty() ? "(tree)" : job.tasks[0].file);
}

}  // namespace

std::string timeline_trace(const Timeline& timeline) {
  Json events = Json::array({naming("process_name", 0, "lintcache " + printable(timeline.name)), naming("thread_name", k_phases, "phases")});
  std::set<unsigned> slots, importers;
  for (const TimelinePhase& one : timeline.phases)
    events.push_back(event(std::string(name_of(one.phase)), "phase", k_phases, one.begin, one.end));
  for (const TimelineImport& one : timeline.imports) {
    importers.insert(one.slot);
    events.push_back(event("import of " + std::to_string(one.files) + " files", "import", k_imports + one.slot, one.begin, one.end));
  }
  for (const TimelineJob& job : timeline.jobs) {
    slots.insert(job.slot);
    Json& one = events.emplace_back(event(printable(name_of(job)), printable(job.tool), k_slots + job.slot, job.begin, job.end));
    Json tasks = Json::array();
    for (const TimelineTask& task : job.tasks)
      tasks.push_back({{"file", printable(task.file)},
                       {"end", task.end == TaskStep::finished ? name_of(task.verdict) : name_of(task.end)},
                       {"findings", task.findings}});
    one["args"] = {{"tasks", tasks}};
  }
  for (const unsigned slot : importers) events.push_back(naming("thread_name", k_imports + slot, "import " + std::to_string(slot + 1)));
  for (const unsigned slot : slots) events.push_back(naming("thread_name", k_slots + slot, "slot " + std::to_string(slot + 1)));
  return Json{{"traceEvents", events}, {"displayTimeUnit", "ms"}}.dump() + "\n";
}

}  // namespace lintcache
