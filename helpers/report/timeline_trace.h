// SPDX-License-Identifier: MIT
// A timeline in Chrome's trace event format, which Perfetto, chrome://tracing and speedscope open.
#pragma once

#include <string>

#include "model/timeline.h"

namespace lintcache {

// A JSON object: a process with a thread for each slot, one for each slot of importing, and one for the phases. Each
// process of a tool is a complete event; its arguments name the tasks and how they ended.
std::string timeline_trace(const Timeline& timeline);

}  // namespace lintcache
