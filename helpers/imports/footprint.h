// SPDX-License-Identifier: MIT
// From what an import saw to the inputs that a verdict resting on it depends on.
#pragma once

#include <optional>
#include <vector>

#include "imports/module_name.h"
#include "model/import_report.h"
#include "model/input.h"

namespace lintcache {

// Nothing for files of the kernel (/proc, /sys, /dev): their content is no state of the tree.
std::optional<TracedInput> traced(const Seen& seen);

// What belongs to the file's import whatever it loads: the file itself and what decided its name.
std::vector<TracedInput> own_inputs(const ModuleName& module);

}  // namespace lintcache
