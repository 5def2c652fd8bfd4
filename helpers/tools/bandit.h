// SPDX-License-Identifier: MIT
// What LintCache knows about bandit.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter bandit_adapter();

}  // namespace lintcache
