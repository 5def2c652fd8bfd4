// SPDX-License-Identifier: MIT
// From what an import saw to the inputs that a verdict resting on it depends on.
#pragma once

#include <vector>

#include "imports/module_name.h"
#include "model/import_report.h"
#include "model/input.h"

namespace lintcache {

// The file itself and what decided its name included. Files of the kernel (/proc,
// /sys, /dev) are left out: their content is no state of the tree.
std::vector<Input> footprint_inputs(const ModuleName& module, const ImportReport& report);

// Keeps the first of each.
void drop_repeats(std::vector<Input>& inputs);

// The digest that stands for inputs in their states, whatever their order.
Digest digest_of_inputs(std::vector<InputState> inputs);

}  // namespace lintcache
