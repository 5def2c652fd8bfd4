// SPDX-License-Identifier: MIT
// Many pieces of work on a few threads.
#pragma once

#include <cstddef>
#include <functional>

namespace lintcache {

// The CPUs that this process may use (its affinity mask), at least 1.
unsigned allowed_cpus();

// Calls `work(index, slot)` for each index from 0 to `count`, taken in order by up to `slots` threads;
// `slot` tells the threads apart. No new index is taken once `enough()` is true. Returns when all are done.
void run_parallel(size_t count, unsigned slots, const std::function<bool()>& enough,
                  const std::function<void(size_t index, unsigned slot)>& work);

}  // namespace lintcache
