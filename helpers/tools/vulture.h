// SPDX-License-Identifier: MIT
// What LintCache knows about vulture.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter vulture_adapter();

}  // namespace lintcache
