// SPDX-License-Identifier: MIT
// What was decided about tasks, as it is recorded; nothing is decided anew.
#pragma once

#include <functional>

#include "model/explanation.h"
#include "run/open_tree.h"

namespace lintcache {

// One for each file that the request selects, or the whole tree, and each tool that it selects; in order. The
// inputs come only `with_inputs`. An error names what is no file of the tree.
Result<void> explain_decisions(OpenTree& tree, bool with_inputs, const std::function<void(const Explanation&)>& show);

}  // namespace lintcache
