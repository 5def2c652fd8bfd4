// SPDX-License-Identifier: MIT
// The linter isort, which says whose imports are not sorted.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter isort_adapter();

}  // namespace lintcache
