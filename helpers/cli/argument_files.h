// SPDX-License-Identifier: MIT
// Files that stand for words of the command line.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace lintcache {

// Puts in place of each word @FILE the lines of that file: each is one word as it stands, but empty lines, and those that begin
// with #, are none. A line is no @FILE again. Words from `--` on stay as they are, and so does a bare @.
Result<std::vector<std::string>> with_argument_files(const std::vector<std::string>& words);

}  // namespace lintcache
