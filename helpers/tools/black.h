// SPDX-License-Identifier: MIT
// The linter black, which says what it would reformat.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter black_adapter();

}  // namespace lintcache
