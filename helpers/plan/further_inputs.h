// SPDX-License-Identifier: MIT
// What an outcome of a tool that is not watched depends on besides its task's inputs: what its configuration names, and
// where it looks for the modules that a file imports. Worked out from the texts, after the tool ran.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/input.h"
#include "model/request.h"
#include "plan/prepared_tool.h"

namespace lintcache {

struct FurtherInputs {
  std::vector<TracedInput> inputs;  // each once
  std::string doubt;                // why there may be more; empty: there is not
};

// What was found on the disk for one file and may be asked for again for the next one, as long as nothing is to be looked at anew.
struct FoundBefore {
  std::map<std::string, std::optional<std::string>> texts;  // of configuration, by path; nothing where there is none
  std::map<std::string, bool> packages, directories;        // is it one?
};

// Of `file`, relative to the tree. Nothing for tools whose adapters name no `extends` and no `roots`, and ask for no mode.
FurtherInputs further_inputs(const Request& request, const PreparedTool& tool, const std::string& file, FoundBefore& before);

}  // namespace lintcache
