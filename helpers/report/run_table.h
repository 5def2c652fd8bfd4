// SPDX-License-Identifier: MIT
// What came of a run, tool by tool, and what took longest: more than fits on the line of summary.
#pragma once

#include <string>

#include "model/summary.h"

namespace lintcache {

// Lines with their ends, aligned; empty where nothing is known of tools, as after a run that found all as it was.
std::string run_table(const Summary& summary);

}  // namespace lintcache
