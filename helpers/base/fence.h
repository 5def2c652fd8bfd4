// SPDX-License-Identifier: MIT
// The limits of a new process, for who starts one by other means than base/subprocess.h.
#pragma once

namespace lintcache {

struct ProcessLimits;

// To be called in the new process, before it becomes the program: from now on it, and all that it starts, may use no
// more memory and write no bigger files. The limit of time is for who watches.
void fence_in(const ProcessLimits& limits);

}  // namespace lintcache
