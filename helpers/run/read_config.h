// SPDX-License-Identifier: MIT
// What tools read of their configuration, asked of the interpreter only where a file is as it never was before.
#pragma once

#include "plan/prepared_tool.h"
#include "run/session.h"

namespace lintcache {

// Both must outlive it. What it was told holds for one look at the tree.
ConfigReader config_reader(const Session& session, const Toolchain& toolchain);

}  // namespace lintcache
