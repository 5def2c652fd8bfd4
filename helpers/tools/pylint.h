// SPDX-License-Identifier: MIT
// pylint: follows every import of a file.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter pylint_adapter();

}  // namespace lintcache
