// SPDX-License-Identifier: MIT
// System calls that are told to the tracer in shared memory, and so need not stop for it.
#pragma once

#include <cstdint>

#include "trace/event.h"

namespace lintcache::preload {

// What a call asks, as the tracer would see it.
struct Told {
  EventKind kind;
  int directory;  // AT_FDCWD, or a descriptor
  const char* path;  // nullptr: the file of `directory`
  int flags;
  uint32_t mode;
};

// Sets errno and returns -1 where the call fails. Where it cannot be told, the call is made as the C library makes it.
long told_call(const Told& told, long number, long a, long b = 0, long c = 0, long d = 0, long e = 0);

// A variable that was asked for: for people to see, and not told where there is little room, for the whole environment counts
// anyway (helpers/README.md says why).
void told_variable(const char* name);

}  // namespace lintcache::preload
