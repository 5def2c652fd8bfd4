// SPDX-License-Identifier: MIT
// The table that --list-tools prints.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/request.h"
#include "tools/toolchain.h"

namespace lintcache {

// One line for each tool that TOOLS may name, the built-in ones first: name, built-in or declared, scope, one task
// for each file or for the tree, version (of a declared one the command), and what runs before it. `versions` is as
// `installed_tools` gives it.
std::string tool_list(const Request& request, const std::map<std::string, std::string>& versions);

// The version of each tool that is installed, by name; empty where it is not known, as of most declared ones.
// `outer` is the environment of this process, VAR=VALUE.
std::map<std::string, std::string> installed_tools(const Request& request, const Toolchain& toolchain,
                                                   const std::vector<std::string>& outer);

}  // namespace lintcache
