// SPDX-License-Identifier: MIT
// The environment that a linter or an import gets: clean, so that a verdict depends on little, or that of the caller.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/request.h"
#include "tools/tool_facts.h"

namespace lintcache {

struct Environment {
  std::vector<std::string> variables;  // VAR=VALUE, the whole environment, sorted
  std::vector<std::string> keyed;      // those of them that verdicts depend on
};

// Clean: PATH, HOME, USER, TMPDIR, what Python reads, and what the adapter names (nothing for an import) pass. With
// MERGE_ENVIRONMENT everything passes. In both cases then, each overriding what is before: language, colour and
// width as they are in a process that has no terminal, PYTHONHASHSEED=0 so that sets print the same each time,
// ENVIRONMENT, and what the tool's own declaration sets. PYTHON_PATH goes before PYTHONPATH. `outer` is the
// environment of this process, VAR=VALUE.
//
// Keyed is what passes, but for what says where things are on this machine (PATH, HOME, USER, TMPDIR) and, with
// MERGE_ENVIRONMENT, what terminals, shells, sessions and build tools set for themselves. For a tool of scope `trace` it
// is all but session_variables(). `reads_known` says that all
// variables are known that the tool reads (tools/identity.h): then it is those and what ENVIRONMENT gives.
Environment environment_for(const Request& request, const ToolFacts* adapter, const std::vector<std::string>& outer,
                            bool reads_known = false);

// The variables that a run may depend on, sorted: all but what terminals, shells, sessions and build tools set for
// themselves, and what every process of ours gets as it always is.
std::vector<std::string> that_may_matter(const std::vector<std::string>& outer);

// What any command may depend on, sorted: all but session_variables().
std::vector<std::string> environment_that_counts(const std::vector<std::string>& environment);

// What each terminal, session and shell sets anew for itself; a final `*` stands for any rest.
std::span<const char* const> session_variables();

// One VAR=VALUE a line, sorted, for people; before those that verdicts depend on stands "* ", else two blanks.
std::string environment_text(const Environment& environment);

// The environment of this process.
std::vector<std::string> outer_environment();

// The umask of this process, which no other thread notices being asked for.
uint32_t creation_mask();

// The value of a variable; empty where it is not set.
std::string value_of(const std::vector<std::string>& environment, std::string_view variable);

}  // namespace lintcache
