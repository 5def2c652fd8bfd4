// SPDX-License-Identifier: MIT
// What LintCache knows about one linter: a small description, and how to read what it prints.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/request.h"
#include "tools/tool_command.h"
#include "tools/tool_facts.h"
#include "tools/tool_reader.h"

namespace lintcache {

struct Adapter : ToolFacts, ToolCommand, ToolReader {};

std::span<const Adapter> adapters();

// Nothing for a tool that is not built in.
const Adapter* find_adapter(std::string_view name);

// All tools that the request may name: the built-in ones, then those it declares, whose declarations
// were checked (tools/declared_tool.h). One of a built-in tool's name stands in its place.
std::vector<Adapter> adapters_of(const Request& request);

}  // namespace lintcache
