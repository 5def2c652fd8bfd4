// SPDX-License-Identifier: MIT
// Threads that take the next index until none is left.
#include "schedule/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace lintcache {

unsigned allowed_cpus() {
  cpu_set_t cpus;
  if (sched_getaffinity(0, sizeof cpus, &cpus) != 0)
    return std::max(1u, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&cpus)));
}

void run_parallel(size_t count, unsigned slots, const std::function<bool()>& enough,
                  const std::function<void(size_t index, unsigned slot)>& work) {
  std::atomic<size_t> next = 0;
  const auto take = [&](unsigned slot) {
    while (!enough()) {
      const size_t index = next++;
      if (index >= count) return;
      work(index, slot);
    }
  };
  std::vector<std::jthread> threads;
  const auto wanted = static_cast<unsigned>(std::min<size_t>(std::max(1u, slots), count));
  for (unsigned slot = 0; slot < wanted; ++slot) threads.emplace_back(take, slot);
}

}  // namespace lintcache
