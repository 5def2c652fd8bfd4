// SPDX-License-Identifier: MIT
// Letting formatters and other tools that can do it repair the files in which they find something.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "run/open_tree.h"

namespace lintcache {

// A file that was changed.
struct Repair {
  std::string file;                // relative to the tree
  std::vector<std::string> tools;  // those that changed it, in the order in which they did
};

struct Repairs {
  std::vector<Repair> repairs;       // by file
  std::vector<std::string> failures;  // one line for each file and tool that could not be run on it
};

// The names of those tools that can repair, as they work on one file, one after the other.
std::vector<std::string> fixers_among(const Request& request);

// Asks the tools of the request what they find, and lets those repair files of which they say something, and files that
// one before them has changed. Several files are worked on at a time, but only one tool on each. An error means that
// nothing more was begun. Tools that cannot repair must not be selected.
Result<Repairs> fix_files(OpenTree& tree);

}  // namespace lintcache
