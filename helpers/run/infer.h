// SPDX-License-Identifier: MIT
// What a run must learn before it can plan: who the interpreter is, and what each file's import loads.
// Both are remembered with what they depend on, and learnt anew only when that changed.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/footprint.h"
#include "plan/plan.h"
#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

Result<Toolchain> know_toolchain(const Session& session);

struct Footprints {
  std::unordered_map<std::string, Footprint> by_file;
  size_t imports_run = 0;
};

// Nothing is imported where no tool asks what a file imports.
Result<Footprints> know_footprints(const Session& session, const Toolchain& toolchain,
                                   const std::vector<std::string>& files,
                                   const std::vector<PreparedTool>& tools);

}  // namespace lintcache
