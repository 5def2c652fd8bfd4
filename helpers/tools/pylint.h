// SPDX-License-Identifier: MIT
// pylint: follows every import of a file.
#pragma once

#include <string>
#include <vector>

#include "tools/adapter.h"

namespace lintcache {

Adapter pylint_adapter();

// Takes out of pylint's output what it says of its configuration each time that it starts: options that it does not know, or no
// longer. pylint goes on without those, and where nothing else is wrong it ends with status 0. Failures to read the
// configuration stay in.
std::string without_notices(const std::string& out, std::vector<Finding>& notices);

}  // namespace lintcache
