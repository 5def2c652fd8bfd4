// SPDX-License-Identifier: MIT
// Which tools come before which, from all that declarations say: AFTER, BEFORE, groups and words.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

// By tool. Tools without an entry wait for nobody.
struct ToolOrder {
  std::map<std::string, std::set<std::string>> after;  // all that come first
  std::map<std::string, std::set<std::string>> needs;  // those of them that give a word which the tool needs
};

// What is not known is left out.
ToolOrder tool_order(const Request& request);

// The same names, with the tools of a group in place of its name, each once; what is no group stays.
std::vector<std::string> with_groups(const Request& request, const std::vector<std::string>& names);

// An error names a tool, a group or a word that nobody knows, or tools that wait for each other, as `a -> b -> a`.
Result<void> check_tool_order(const Request& request);

}  // namespace lintcache
