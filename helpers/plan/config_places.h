// SPDX-License-Identifier: MIT
// All places where a tool looks for its configuration.
#pragma once

#include <string>
#include <vector>

#include "model/input.h"
#include "model/request.h"
#include "tools/adapter.h"

namespace lintcache {

// Whether there is anything or not, as contents of files. `environment` is the tool's own.
std::vector<Input> config_places(const Request& request, const Adapter& adapter,
                                 const std::vector<std::string>& environment);

}  // namespace lintcache
