// SPDX-License-Identifier: MIT
// The parts of the static key that all tasks of a tool share, and their digest.
#pragma once

#include "model/key.h"
#include "plan/prepared_tool.h"

namespace lintcache {

// Values are packed by `roots`, so that each clone has the same. `tool` needs all but `parts` and `base`.
KeyParts key_parts(const PreparedTool& tool, const Request& request, const Toolchain& toolchain,
                   const Roots& roots, StatCache& disk);

// A path in a spelling that is the same in all clones that share a key, and as users of the tree would write it: what is below
// it from there, what is in a directory above it with `..`, what is at home with k_at_home; the rest as it is.
std::string shared_place(const std::string& path, const Request& request, const std::string& home);

// Typed: parts that differ in kind, name, value, number or order have another digest.
Digest digest_of_parts(const KeyParts& parts);

}  // namespace lintcache
