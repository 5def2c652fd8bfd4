// SPDX-License-Identifier: MIT
// What LintCache knows about pyflakes.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter pyflakes_adapter();

}  // namespace lintcache
