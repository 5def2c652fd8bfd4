// SPDX-License-Identifier: MIT
// The table of settings.
#include "discovery/settings.h"

#include <array>

namespace lintcache {

std::span<const Setting> settings() {
  static const std::array<Setting, 13> table = {{
      {"tools", "TOOL", "linters to run; those of flake8, pylint that the interpreter has, if not set",
       false, &Request::tools},
      {"include", "GLOB", "files to lint, as .gitignore writes patterns; **/*.py if not set", false,
       &Request::include},
      {"exclude", "GLOB", "files and directories to leave out", false, &Request::exclude},
      {"python", "FILE", "the interpreter that lints; the first python3 if not set", true,
       &Request::python},
      {"python_path", "DIR", "goes before PYTHONPATH, for imports and linters", true,
       &Request::python_path},
      {"add_source_tree_to_python_path", "", "puts the source tree itself there too", false,
       &Request::add_source_tree_to_python_path},
      {"environment", "VAR=VALUE", "sets a variable for imports and linters", false,
       &Request::environment},
      {"extra_inputs", "FILE", "a file that every verdict depends on", true, &Request::extra_inputs},
      {"jobs", "N", "linters at the same time; the CPUs this process may use if not set", false,
       &Request::jobs},
      {"fail_fast", "", "starts no further linter after the first finding", false,
       &Request::fail_fast},
      {"warn_only", "", "findings do not make the run fail", false, &Request::warn_only},
      {"merged_log", "FILE", "where to write the full output of all tools that found something", true,
       &Request::merged_log},
      {"worker", "FILE", "the program lintcache-python; the one beside lintcache if not set", true,
       &Request::worker},
  }};
  return table;
}

}  // namespace lintcache
