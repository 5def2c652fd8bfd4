// SPDX-License-Identifier: MIT
// The wall clock, for what is shown to people and compared with the times of files.
#pragma once

#include <chrono>
#include <cstdint>

namespace lintcache {

// Nanoseconds since 1970. It may be set back while we run.
inline int64_t wall_clock() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace lintcache
