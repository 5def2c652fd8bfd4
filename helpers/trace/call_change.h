// SPDX-License-Identifier: MIT
// Changing a system call before it is made.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace lintcache {

// Of a thread that is stopped where it makes a call; false where that cannot be done.
bool change_argument(pid_t thread, int place, uint64_t value);

}  // namespace lintcache
