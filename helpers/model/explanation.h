// SPDX-License-Identifier: MIT
// All that is recorded about the last decision on one task, for who asks why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/decision.h"
#include "model/input.h"
#include "model/key.h"

namespace lintcache {

struct Explanation {
  std::string file;  // relative to the source tree; empty: the whole tree
  std::string tool;
  std::optional<Decision> decision;  // nothing: the task was never looked at
  int64_t set_made = 0;              // when the decision's input set was recorded, nanoseconds since 1970; 0: there is none
  KeyParts parts;                    // of the static key; packed, see base/roots.h
  std::vector<InputState> inputs;    // of the input set, sorted, if they were asked for
};

}  // namespace lintcache
