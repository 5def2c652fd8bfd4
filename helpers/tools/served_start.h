// SPDX-License-Identifier: MIT
// How a tool is started in a lint server, where it can be (schedule/lint_server.h).
#pragma once

#include <string>
#include <vector>

#include "tools/described_tool.h"

namespace lintcache {

// The command line of the server, from what start_of() gave; the words of a task are not in it. Empty where the tool is
// not served: it is no Python program, is not observed, or does not say what to import.
std::vector<std::string> served_start(const DescribedTool& tool, const std::vector<std::string>& started);

}  // namespace lintcache
