// SPDX-License-Identifier: MIT
// What each file's import loads: remembered with what it depends on, and inferred anew only when that changed.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/footprint.h"
#include "plan/plan.h"
#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

struct Footprints {
  std::unordered_map<std::string, Footprint> by_file;
  size_t imports_run = 0;
};

// Nothing is imported where no tool asks what a file imports.
//
// A footprint joins what the import loaded with what import statements at every nesting level lead to:
// those inside functions and for type checkers only are followed by linters, but not run by an import.
Result<Footprints> infer_footprints(const Session& session, const Toolchain& toolchain,
                                    const std::vector<std::string>& files,
                                    const std::vector<PreparedTool>& tools);

}  // namespace lintcache
