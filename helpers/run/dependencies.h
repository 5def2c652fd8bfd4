// SPDX-License-Identifier: MIT
// Questions about footprints: what a file depends on, who depends on it, and why.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/dependencies.h"
#include "model/request.h"
#include "run/open_tree.h"

namespace lintcache {

// All functions infer what is not known, import files for that if need be, and keep it for the next run.
// They are about the files that the request selects, in that order; all where it selects none.

Result<void> show_dependencies(OpenTree& tree, const std::function<void(const FileDependencies&)>& show);

// The files of the tree whose footprint holds `path`, which is absolute and need not lie in the tree.
Result<std::vector<Dependent>> find_dependents(OpenTree& tree, const std::string& path);

// The modules by way of which the first selected file comes to `module`, both ends included; a name, or the
// absolute path of its file. Empty where it does not.
Result<ImportChain> find_chain(OpenTree& tree, const std::string& module);

}  // namespace lintcache
