// SPDX-License-Identifier: MIT
// Circles of imports: modules that import themselves through others.
#pragma once

#include <string>
#include <vector>

#include "imports/description.h"

namespace lintcache {

// For each module that imports itself through others a shortest way, the first module last again; each circle
// once, beginning at its smallest name. Only modules of one group can make a circle, so it is enough to
// ask group by group.
std::vector<std::vector<std::string>> import_cycles(const std::vector<DescribedModule>& modules);

}  // namespace lintcache
