// SPDX-License-Identifier: MIT
// What LintCache knows about pycodestyle.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter pycodestyle_adapter();

}  // namespace lintcache
