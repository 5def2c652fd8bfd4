// SPDX-License-Identifier: MIT
// mypy.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter mypy_adapter();

}  // namespace lintcache
