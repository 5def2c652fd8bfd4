// SPDX-License-Identifier: MIT
// Cutting lists of files into batches.
#include "run/jobs.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace lintcache {
namespace {

// So many batches to a slot that one which takes longer than the others does not matter.
constexpr size_t k_batches_per_slot = 4;

// Tasks that may share a process. The urgent ones do not wait for the others.
using Group = std::tuple<std::string, std::string, Urgency>;

size_t upwards(size_t number, size_t divisor) { return (number + divisor - 1) / divisor; }

size_t batch_size(size_t files, const WaitingTask& task, size_t slots) {
  const size_t wanted = upwards(files, slots * k_batches_per_slot);
  const size_t least = std::min(task.worth_a_process, upwards(files, slots));
  return std::clamp<size_t>(std::max(wanted, least), 1, task.batch);
}

void add_batches(const std::vector<WaitingTask>& tasks, Job group, size_t size, std::vector<Job>& jobs) {
  std::sort(group.begin(), group.end(), [&](size_t a, size_t b) { return tasks[a].file < tasks[b].file; });
  // Evenly, so that none is much longer than the others.
  const size_t count = upwards(group.size(), size);
  for (size_t i = 0, start = 0; i < count; ++i) {
    const size_t end = group.size() * (i + 1) / count;
    jobs.emplace_back(group.begin() + static_cast<ptrdiff_t>(start), group.begin() + static_cast<ptrdiff_t>(end));
    start = end;
  }
}

}  // namespace

std::vector<Job> jobs_of(const std::vector<WaitingTask>& tasks, unsigned slots) {
  std::vector<Job> jobs;
  std::map<Group, Job> groups;
  std::map<std::string, size_t> files;
  for (size_t i = 0; i < tasks.size(); ++i) {
    const WaitingTask& task = tasks[i];
    if (task.batch <= 1 || task.file.empty()) {
      jobs.push_back({i});
    } else {
      groups[{task.tool, task.anchor, task.undivided ? Urgency::edited : task.urgency}].push_back(i);
      ++files[task.tool];
    }
  }
  for (const auto& [key, group] : groups) {
    const WaitingTask& first = tasks[group.front()];
    const size_t size = first.undivided ? first.batch : batch_size(files[first.tool], first, std::max(1u, slots));
    add_batches(tasks, group, size, jobs);
  }
  const auto place = [&](const Job& job) {
    int64_t nanoseconds = 0;
    Urgency urgency = Urgency::other;
    for (const size_t task : job) {
      nanoseconds += tasks[task].nanoseconds;
      urgency = std::min(urgency, tasks[task].urgency);
    }
    return std::tuple(urgency, -nanoseconds, *std::min_element(job.begin(), job.end()));
  };
  std::sort(jobs.begin(), jobs.end(), [&](const Job& a, const Job& b) { return place(a) < place(b); });
  return jobs;
}

}  // namespace lintcache
