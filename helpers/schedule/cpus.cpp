// SPDX-License-Identifier: MIT
// Affinity, and quotas of control groups.
#include "schedule/cpus.h"

#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <vector>

#include "base/disk.h"
#include "base/text.h"

namespace lintcache {
namespace {

constexpr const char* k_top = "/sys/fs/cgroup";

std::optional<unsigned> share(const std::string& quota, const std::string& period) {
  const double most = std::strtod(quota.c_str(), nullptr), every = std::strtod(period.c_str(), nullptr);
  if (most <= 0 || every <= 0) return {};  // `max`, or -1
  return static_cast<unsigned>(std::max(1.0, (most + every - 1) / every));
}

std::optional<unsigned> quota_in(const std::string& directory, bool is_first_version, const FileReader& read) {
  if (is_first_version) {
    const auto quota = read(directory + "/cpu.cfs_quota_us"), period = read(directory + "/cpu.cfs_period_us");
    return quota && period ? share(*quota, *period) : std::nullopt;
  }
  const auto text = read(directory + "/cpu.max");
  if (!text) return {};
  const auto words = split(*text, ' ');
  return words.size() == 2 ? share(words[0], words[1]) : std::nullopt;
}

bool is_about_cpus(const std::string& controllers) {
  const auto names = split(controllers, ',');
  return std::find(names.begin(), names.end(), "cpu") != names.end();
}

}  // namespace

unsigned allowed_cpus() {
  cpu_set_t cpus;
  if (sched_getaffinity(0, sizeof cpus, &cpus) != 0)
    return std::max(1u, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&cpus)));
}

std::optional<unsigned> quota_of_cpus(const std::string& own, const FileReader& read) {
  std::optional<unsigned> least;
  for (const std::string& line : split(own, '\n')) {
    // hierarchy:controllers:path, the second empty in version 2.
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && !is_about_cpus(controllers)) continue;
    std::string top = k_top;
    if (!controllers.empty()) top += "/" + controllers;
    // Each group above has a word in it. In a container some of them are not to be seen, and its own is the top.
    for (std::string path = line.substr(second + 1); path.starts_with('/'); path.resize(path.rfind('/'))) {
      const auto quota = quota_in(path == "/" ? top : top + path, !controllers.empty(), read);
      if (quota) least = std::min(least.value_or(*quota), *quota);
    }
    if (const auto quota = quota_in(top, !controllers.empty(), read)) least = std::min(least.value_or(*quota), *quota);
  }
  return least;
}

unsigned usable_cpus() {
  const auto read = [](const std::string& path) -> std::optional<std::string> {
    auto bytes = real_disk().read(path);
    if (!bytes || !*bytes) return {};
    return std::string(trim((*bytes)->bytes));
  };
  const auto own = read("/proc/self/cgroup");
  const auto quota = own ? quota_of_cpus(*own, read) : std::nullopt;
  return std::min(allowed_cpus(), quota.value_or(UINT32_MAX));
}

}  // namespace lintcache
