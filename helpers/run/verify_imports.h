// SPDX-License-Identifier: MIT
// Recorded footprints against clean imports of single files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/input.h"
#include "model/sample.h"
#include "run/open_tree.h"

namespace lintcache {

struct FootprintDifference {
  std::string file;                  // relative to the source tree
  std::vector<TracedInput> missing;  // a clean import depends on it, and the record lacks it
  std::string recorded;              // how the import ended, where the two differ in that
  std::string alone;
};

struct Verification {
  size_t files = 0;    // of the tree
  size_t checked = 0;
  size_t inputs = 0;   // of the clean imports
  size_t extra = 0;    // recorded beyond them
  std::vector<FootprintDifference> differences;  // by file
};

// Imports a sample of the selected files, each in a process of its own, and compares. Nothing is kept of it.
Result<Verification> verify_imports(OpenTree& tree, const Sample& sample);

}  // namespace lintcache
