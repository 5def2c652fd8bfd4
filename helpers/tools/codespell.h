// SPDX-License-Identifier: MIT
// What LintCache knows about codespell.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter codespell_adapter();

}  // namespace lintcache
