// SPDX-License-Identifier: MIT
// Adding up, and foretelling.
#include "report/run_state.h"

#include <algorithm>

namespace lintcache {
namespace {

constexpr double k_nanoseconds = 1e9;

// A machine that is busier than last time is not busier without end.
constexpr double k_slowest_pace = 4, k_fastest_pace = 0.25;
constexpr int64_t k_enough_to_tell = 1'000'000'000;  // nanoseconds of work

double since(Moment began, Moment now) { return std::chrono::duration<double, std::nano>(now - began).count(); }

}  // namespace

void RunState::begin(Phase phase) {
  // The tree is looked at, perhaps once more: what ran until now will be told as remembered.
  if (phase == Phase::discover) *this = RunState();
  phase_ = phase;
  counted_.reset();
}

void RunState::note(const Happening& one, Moment now) {
  if (const auto* phase = std::get_if<PhaseBegan>(&one)) begin(phase->phase);
  is_begun_ = true;
  if (const auto* expected = std::get_if<TasksExpected>(&one)) {
    expected_ = expected->tasks;
  } else if (const auto* reused = std::get_if<TasksReused>(&one)) {
    reused_ += reused->tasks;
    findings_ += reused->findings;
  } else if (const auto* queued = std::get_if<TasksQueued>(&one)) {
    Tool& tool = tools_[queued->tool];
    queued_ += queued->tasks;
    tool.unknown += queued->unknown;
    tool.waiting += queued->nanoseconds;
  } else if (const auto* task = std::get_if<TaskEvent>(&one)) {
    note_task(*task, now);
  } else if (const auto* import = std::get_if<ImportEvent>(&one)) {
    if (import->is_over) imports_.erase(import->slot);
    else imports_[import->slot] = import->files;
  } else if (const auto* count = std::get_if<Counted>(&one)) {
    phase_ = count->phase;
    counted_ = *count;
  }
}

void RunState::note_task(const TaskEvent& one, Moment now) {
  Tool& tool = tools_[one.tool];
  const int64_t before = one.nanoseconds_before;
  phase_ = Phase::tools;
  if (one.step == TaskStep::started) {
    if (before == 0 && tool.unknown > 0) --tool.unknown;
    tool.waiting = std::max<int64_t>(0, tool.waiting - before);
    RunningJob& job = jobs_.try_emplace(one.job, RunningJob{one.tool, one.file, 0, 0, 0, now}).first->second;
    ++job.tasks;
    job.unknown += before == 0 ? 1 : 0;
    job.nanoseconds += before;
    most_jobs_ = std::max(most_jobs_, jobs_.size());
    return;
  }
  take_from_job(one);
  if (one.step == TaskStep::finished) {
    ++finished_;
    findings_ += one.findings;
    if (one.verdict == Verdict::tool_failure) ++failures_;
    ++tool.finished;
    tool.took += one.nanoseconds;
    if (before > 0) {
      took_ += one.nanoseconds;
      took_before_ += before;
    }
  } else if (before == 0) {
    ++tool.unknown;
  } else {
    tool.waiting += before;
  }
}

void RunState::take_from_job(const TaskEvent& one) {
  const auto job = jobs_.find(one.job);
  if (job == jobs_.end()) return;
  job->second.nanoseconds -= one.nanoseconds_before;
  if (one.nanoseconds_before == 0) --job->second.unknown;
  if (--job->second.tasks == 0) jobs_.erase(job);
}

size_t RunState::files_importing() const {
  size_t files = 0;
  for (const auto& [slot, some] : imports_) files += some;
  return files;
}

std::vector<RunningJob> RunState::running() const {
  std::vector<RunningJob> jobs;
  for (const auto& [number, job] : jobs_) jobs.push_back(job);
  std::stable_sort(jobs.begin(), jobs.end(), [](const RunningJob& a, const RunningJob& b) { return a.began < b.began; });
  return jobs;
}

double RunState::pace() const {
  if (took_before_ < k_enough_to_tell) return 1;
  return std::clamp(static_cast<double>(took_) / static_cast<double>(took_before_), k_fastest_pace, k_slowest_pace);
}

std::optional<double> RunState::mean_of(const std::string& tool) const {
  const auto known = tools_.find(tool);
  if (known == tools_.end() || known->second.finished == 0) return {};
  return static_cast<double>(known->second.took) / static_cast<double>(known->second.finished);
}

std::optional<Remaining> RunState::remaining(Moment now) const {
  double sum = 0, longest = 0;
  // Those that wait for an import, or for another tool, are not queued yet.
  bool is_least = total() > reused_ + queued_;
  for (const auto& [number, job] : jobs_) {
    const auto mean = mean_of(job.tool);
    if (job.unknown > 0 && !mean) is_least = true;
    const double whole = static_cast<double>(job.nanoseconds) * pace() + static_cast<double>(job.unknown) * mean.value_or(0);
    const double rest = std::max(0.0, whole - since(job.began, now));
    sum += rest;
    longest = std::max(longest, rest);
  }
  for (const auto& [name, tool] : tools_) {
    const auto mean = mean_of(name);
    if (tool.unknown > 0 && !mean) is_least = true;
    sum += static_cast<double>(tool.waiting) * pace() + static_cast<double>(tool.unknown) * mean.value_or(0);
  }
  const double seconds = std::max(longest, sum / static_cast<double>(most_jobs_)) / k_nanoseconds;
  if (seconds < 1) return {};
  return Remaining{std::chrono::seconds(static_cast<int64_t>(seconds + 0.5)), is_least};
}

}  // namespace lintcache
