// SPDX-License-Identifier: MIT
// pylint-tree: what pylint says of several files at once, which is nothing about one of them.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter pylint_tree_adapter();

}  // namespace lintcache
