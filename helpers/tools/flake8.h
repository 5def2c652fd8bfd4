// SPDX-License-Identifier: MIT
// flake8: checks each file by itself.
#pragma once

#include "tools/adapter.h"

namespace lintcache {

Adapter flake8_adapter();

}  // namespace lintcache
