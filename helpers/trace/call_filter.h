// SPDX-License-Identifier: MIT
// The seccomp filter of a traced tree: which system calls stop their process, so that its tracer has a look.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <vector>

namespace lintcache {

// What a filter says to the tracer with a stop (SECCOMP_RET_DATA).
inline constexpr uint16_t k_known_stop = 0;
inline constexpr uint16_t k_foreign_stop = 1;  // made by the rules of another ABI: its number means something else

struct FilterOptions {
  bool watches_input = false;  // whether standard input comes from outside, so that reading it counts
  // System calls from these addresses were told in another way, and do not stop; none where both are 0.
  uint64_t told_begin = 0, told_end = 0;  // in the same 4 GiB
};

// The program, for SECCOMP_SET_MODE_FILTER. All that is not known to be harmless stops.
std::vector<sock_filter> call_filter(const FilterOptions& options);

}  // namespace lintcache
