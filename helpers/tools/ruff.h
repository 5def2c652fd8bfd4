// SPDX-License-Identifier: MIT
// ruff, a program of its own, as two tools: `ruff` lints, `ruff-format` says what it would reformat.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter ruff_adapter();
Adapter ruff_format_adapter();

}  // namespace lintcache
