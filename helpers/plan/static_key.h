// SPDX-License-Identifier: MIT
// The parts of the static key that all tasks of a tool share, and their digest.
#pragma once

#include "model/key.h"
#include "plan/prepared_tool.h"

namespace lintcache {

// Values are packed by `roots`, so that each clone has the same. `tool` needs all but `parts` and `base`.
KeyParts key_parts(const PreparedTool& tool, const Request& request, const Toolchain& toolchain,
                   const Roots& roots, StatCache& disk);

// Typed: parts that differ in kind, name, value, number or order have another digest.
Digest digest_of_parts(const KeyParts& parts);

}  // namespace lintcache
