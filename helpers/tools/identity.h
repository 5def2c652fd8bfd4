// SPDX-License-Identifier: MIT
// Who a tool is: what of it changes verdicts before it has looked at a file, as parts of its static key.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/key.h"
#include "tools/tool_facts.h"
#include "tools/toolchain.h"

namespace lintcache {

struct Adapter;

// Kind platform: the interpreter, and the system. Kind tool: what runs when the interpreter starts, its search path,
// and the distributions that the tool is, that it requires and that plug into it, by version. Another distribution
// changes none of it. Places of the interpreter stand as `{prefix}`, `{base_prefix}` and `~`; places in the tree are
// what they are. Of a declared tool whose program no distribution brings, nobody knows what it consists of.
KeyParts identity_of(const Toolchain& toolchain, const ToolFacts& adapter);

// The version of each tool that the interpreter has, for people.
std::map<std::string, std::string> tool_versions(const Toolchain& toolchain, const std::vector<Adapter>& adapters);

// Is all known that the tool reads of its environment? It is where no other distribution plugs into it and
// its configuration runs no code of others; `configuration` has the contents of all places of it that are there.
bool reads_known_variables(const Toolchain& toolchain, const ToolFacts& adapter,
                           const std::vector<std::string>& configuration);

}  // namespace lintcache
