// SPDX-License-Identifier: MIT
// What LintCache knows about pyright.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter pyright_adapter();

}  // namespace lintcache
