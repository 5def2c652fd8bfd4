// SPDX-License-Identifier: MIT
// What LintCache knows about pydocstyle.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter pydocstyle_adapter();

}  // namespace lintcache
