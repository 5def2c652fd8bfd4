// SPDX-License-Identifier: MIT
// Affinity and quotas.
#include "schedule/cpus.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <map>

namespace lintcache {
namespace {

TEST(AllowedCpus, follows_the_affinity_mask) {
  cpu_set_t all, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  EXPECT_EQ(allowed_cpus(), static_cast<unsigned>(CPU_COUNT(&all)));
  CPU_ZERO(&one);
  for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu)
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(allowed_cpus(), 1u);
  EXPECT_EQ(usable_cpus(), 1u);
  sched_setaffinity(0, sizeof all, &all);
}

std::optional<unsigned> quota(const std::string& own, const std::map<std::string, std::string>& files) {
  return quota_of_cpus(own, [&](const std::string& path) -> std::optional<std::string> {
    const auto file = files.find(path);
    return file == files.end() ? std::nullopt : std::optional(file->second);
  });
}

TEST(QuotaOfCpus, is_the_least_of_all_groups_above) {
  const std::string own = "0::/user/build";
  EXPECT_EQ(quota(own, {}), std::nullopt);
  EXPECT_EQ(quota(own, {{"/sys/fs/cgroup/user/build/cpu.max", "max 100000"}}), std::nullopt);
  EXPECT_EQ(quota(own, {{"/sys/fs/cgroup/user/build/cpu.max", "350000 100000"}}), 4u);
  EXPECT_EQ(quota(own, {{"/sys/fs/cgroup/user/build/cpu.max", "350000 100000"}, {"/sys/fs/cgroup/user/cpu.max", "200000 100000"}}), 2u);
  EXPECT_EQ(quota(own, {{"/sys/fs/cgroup/cpu.max", "10000 100000"}}), 1u);
  EXPECT_EQ(quota("0::/", {{"/sys/fs/cgroup/cpu.max", "300000 100000"}}), 3u);
  EXPECT_EQ(quota(own, {{"/sys/fs/cgroup/cpu.max", "nonsense"}}), std::nullopt);
}

TEST(QuotaOfCpus, knows_the_first_version) {
  const std::string own = "4:memory:/docker/1\n3:cpu,cpuacct:/docker/1\n1:name=systemd:/x";
  const std::string top = "/sys/fs/cgroup/cpu,cpuacct";
  EXPECT_EQ(quota(own, {{top + "/docker/1/cpu.cfs_quota_us", "-1"}, {top + "/docker/1/cpu.cfs_period_us", "100000"}}), std::nullopt);
  EXPECT_EQ(quota(own, {{top + "/docker/1/cpu.cfs_quota_us", "50000"}, {top + "/docker/1/cpu.cfs_period_us", "100000"}}), 1u);
  EXPECT_EQ(quota(own, {{top + "/cpu.cfs_quota_us", "200000"}, {top + "/cpu.cfs_period_us", "100000"}}), 2u);
}

}  // namespace
}  // namespace lintcache
