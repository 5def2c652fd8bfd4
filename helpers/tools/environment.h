// SPDX-License-Identifier: MIT
// The environment that a linter or an import gets: clean, so that a verdict depends on little.
#pragma once

#include <string>
#include <vector>

#include "model/request.h"
#include "tools/adapter.h"

namespace lintcache {

struct Environment {
  std::vector<std::string> variables;  // VAR=VALUE, the whole environment
  std::vector<std::string> keyed;      // those of them that verdicts depend on
};

// PATH, HOME, USER, TMPDIR and LANG=C.UTF-8, what Python reads, what the adapter names (nothing for an
// import), then ENVIRONMENT, which overrides; PYTHON_PATH goes before PYTHONPATH. `outer` is the
// environment of this process, VAR=VALUE.
Environment environment_for(const Request& request, const Adapter* adapter,
                            const std::vector<std::string>& outer);

// The environment of this process.
std::vector<std::string> outer_environment();

// The value of a variable; empty where it is not set.
std::string value_of(const std::vector<std::string>& environment, std::string_view variable);

}  // namespace lintcache
