// SPDX-License-Identifier: MIT
// From happenings to processes with a beginning and an end, and to JSON and back.
#include "report/timeline.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lintcache {
namespace {

using Json = nlohmann::ordered_json;

constexpr int k_timeline_format = 1;
constexpr int64_t k_microsecond = 1000;

constexpr Phase k_phases[] = {Phase::discover, Phase::digest, Phase::infer, Phase::tools, Phase::verify, Phase::repair};
constexpr Verdict k_verdicts[] = {Verdict::clean, Verdict::findings, Verdict::unusable_input, Verdict::tool_failure};

std::string_view ending(const TimelineTask& task) {
  return task.end == TaskStep::finished ? name_of(task.verdict) : name_of(task.end);
}

TimelineTask task_from(const Json& json) {
  TimelineTask task;
  task.file = json.at(0).get<std::string>();
  task.findings = json.at(2).get<size_t>();
  const std::string how = json.at(1).get<std::string>();
  if (how == name_of(TaskStep::put_back)) task.end = TaskStep::put_back;
  for (const Verdict verdict : k_verdicts)
    if (how == name_of(verdict)) {
      task.end = TaskStep::finished;
      task.verdict = verdict;
    }
  return task;
}

// The shortest jobs go first, so that what is left says most of where the time went.
void keep_longest(Timeline& timeline) {
  size_t tasks = 0;
  for (const TimelineJob& job : timeline.jobs) tasks += job.tasks.size();
  if (tasks <= k_most_timeline_tasks) return;
  std::stable_sort(timeline.jobs.begin(), timeline.jobs.end(),
                   [](const TimelineJob& a, const TimelineJob& b) { return a.end - a.begin > b.end - b.begin; });
  while (tasks > k_most_timeline_tasks) {
    tasks -= timeline.jobs.back().tasks.size();
    timeline.left_out += timeline.jobs.back().tasks.size();
    timeline.jobs.pop_back();
  }
}

}  // namespace

void TimelineRecorder::note(const Happening& one, int64_t at) {
  if (const auto* phase = std::get_if<PhaseBegan>(&one)) {
    if (!timeline_.phases.empty()) timeline_.phases.back().end = at;
    timeline_.phases.push_back({phase->phase, at, at});
  } else if (const auto* reused = std::get_if<TasksReused>(&one)) {
    timeline_.reused += reused->tasks;
  } else if (const auto* task = std::get_if<TaskEvent>(&one)) {
    note_task(*task, at);
  } else if (const auto* import = std::get_if<ImportEvent>(&one)) {
    if (!import->is_over) imports_[import->slot] = {import->slot, at, at, import->files};
    const auto open = imports_.find(import->slot);
    if (!import->is_over || open == imports_.end()) return;
    open->second.end = at;
    timeline_.imports.push_back(open->second);
    imports_.erase(open);
  }
}

void TimelineRecorder::note_task(const TaskEvent& one, int64_t at) {
  if (one.step == TaskStep::started) {
    TimelineJob& job = open_.try_emplace(one.job, TimelineJob{one.tool, one.slot, at, at, {}}).first->second;
    job.tasks.push_back({printable(one.file), TaskStep::given_up, Verdict::clean, 0});
    ++running_[one.job];
    return;
  }
  const auto job = open_.find(one.job);
  if (job == open_.end()) return;
  const std::string file = printable(one.file);
  size_t& left = running_[one.job];
  // They end in the order in which they started, so that this is mostly the first one that is looked at.
  auto& tasks = job->second.tasks;
  for (size_t i = tasks.size() - left, looked = 0; looked < tasks.size(); i = (i + 1) % tasks.size(), ++looked) {
    if (tasks[i].file != file || tasks[i].end != TaskStep::given_up) continue;
    tasks[i] = {file, one.step, one.verdict, one.findings};
    break;
  }
  job->second.end = at;
  if (--left > 0) return;
  timeline_.jobs.push_back(std::move(job->second));
  open_.erase(job);
  running_.erase(one.job);
}

Timeline TimelineRecorder::take(int64_t at) {
  for (auto& [number, job] : open_) {
    job.end = at;
    timeline_.jobs.push_back(std::move(job));
  }
  for (auto& [slot, import] : imports_) {
    import.end = at;
    timeline_.imports.push_back(import);
  }
  if (!timeline_.phases.empty()) timeline_.phases.back().end = at;
  timeline_.end = at;
  keep_longest(timeline_);
  std::stable_sort(timeline_.jobs.begin(), timeline_.jobs.end(),
                   [](const TimelineJob& a, const TimelineJob& b) { return a.begin < b.begin; });
  Timeline whole = std::move(timeline_);
  *this = TimelineRecorder();
  return whole;
}

std::string timeline_json(const Timeline& timeline) {
  const auto time = [](int64_t nanoseconds) { return nanoseconds / k_microsecond; };
  Json json = {{"format", k_timeline_format}, {"name", printable(timeline.name)}, {"began", timeline.began},
               {"end", time(timeline.end)},   {"reused", timeline.reused},        {"left_out", timeline.left_out}};
  Json& phases = json["phases"] = Json::array();
  for (const TimelinePhase& one : timeline.phases) phases.push_back({name_of(one.phase), time(one.begin), time(one.end)});
  Json& imports = json["imports"] = Json::array();
  for (const TimelineImport& one : timeline.imports) imports.push_back({one.slot, time(one.begin), time(one.end), one.files});
  Json& jobs = json["jobs"] = Json::array();
  for (const TimelineJob& one : timeline.jobs) {
    Json tasks = Json::array();
    for (const TimelineTask& task : one.tasks) tasks.push_back({printable(task.file), ending(task), task.findings});
    jobs.push_back({{"tool", printable(one.tool)}, {"slot", one.slot}, {"begin", time(one.begin)}, {"end", time(one.end)}, {"tasks", tasks}});
  }
  return json.dump() + "\n";
}

Result<Timeline> timeline_from(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("format") != k_timeline_format)
      return asked_wrongly("the timeline is of another version of lintcache", {}, "lint the tree once more");
    const auto time = [](const Json& one) { return one.get<int64_t>() * k_microsecond; };
    Timeline timeline{json.at("name"), json.at("began"), time(json.at("end")), json.at("reused"), json.at("left_out"), {}, {}, {}};
    for (const Json& one : json.at("phases"))
      for (const Phase phase : k_phases)
        if (one.at(0) == name_of(phase)) timeline.phases.push_back({phase, time(one.at(1)), time(one.at(2))});
    for (const Json& one : json.at("imports"))
      timeline.imports.push_back({one.at(0), time(one.at(1)), time(one.at(2)), one.at(3)});
    for (const Json& one : json.at("jobs")) {
      TimelineJob job{one.at("tool"), one.at("slot"), time(one.at("begin")), time(one.at("end")), {}};
      for (const Json& task : one.at("tasks")) job.tasks.push_back(task_from(task));
      timeline.jobs.push_back(std::move(job));
    }
    return timeline;
  } catch (const Json::exception& error) {
    return our_fault(std::string("the timeline cannot be read: ") + error.what(), {}, "lint the tree once more");
  }
}

}  // namespace lintcache
