// SPDX-License-Identifier: MIT
// By way of which imports a module comes into a footprint.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "imports/description.h"

namespace lintcache {

// The names of a shortest chain, both ends included; empty where there is none. It begins at a module whose
// `file` is `file`.
std::vector<std::string> import_chain(const std::vector<DescribedModule>& modules, const std::string& file,
                                      const std::function<bool(const DescribedModule&)>& is_wanted);

}  // namespace lintcache
