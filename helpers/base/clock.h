// SPDX-License-Identifier: MIT
// Times in nanoseconds: the wall clock's, for what is shown to people and compared with the times of files, and the kernel's.
#pragma once

#include <chrono>
#include <cstdint>

namespace lintcache {

// Nanoseconds since 1970. It may be set back while we run.
inline int64_t wall_clock() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

constexpr int64_t k_second = 1'000'000'000;

// Of `timespec` and what the kernel has like it.
template <class Time>
int64_t nanoseconds_of(const Time& time) {
  return int64_t{time.tv_sec} * k_second + time.tv_nsec;
}

}  // namespace lintcache
