// SPDX-License-Identifier: MIT
// What ruff writes in its form `json-lines`: one object for each message, in a line of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/adapter.h"

namespace lintcache {

struct RuffLine {
  std::string text;  // the line itself, without its end
  std::string file;  // relative to the tree, as in the subject; empty for what is about another one
  std::string code;  // F401; empty where it has none, as a syntax error in some versions
  std::string message;
  unsigned line = 1;
  unsigned column = 1;
};

// Nothing where a line is no such object. Of a subject with one file all lines are about it, unless another one is named.
std::optional<std::vector<RuffLine>> ruff_lines(std::string_view out, const Subject& subject);

// What both tools have in common.
Adapter ruff_base(const std::string& name);

}  // namespace lintcache
