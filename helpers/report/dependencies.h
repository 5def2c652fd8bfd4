// SPDX-License-Identifier: MIT
// What files depend on, as text for people and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "model/dependencies.h"

namespace lintcache {

// Lines, each with its end. Paths in the tree are relative to it; places where nothing is are only counted.
std::string dependencies_text(const FileDependencies& file, const std::string& source_dir);

// One line of JSON without its end: file, outcome, exception, way, output, footprint (path, origin,
// module), cycles. Paths of the footprint are absolute. Bytes that are no UTF-8 become U+FFFD.
std::string dependencies_json(const FileDependencies& file);

// One line of JSON without its end: file (absolute), dependents (file, imports, mentions).
std::string dependents_json(const std::string& path, const std::vector<Dependent>& dependents);

// One line of JSON without its end: file, module, chain (names), runs.
std::string chain_json(const std::string& file, const std::string& module, const ImportChain& chain);

// "a -> b -> c". Control characters are written as escapes.
std::string chain_text(const std::vector<std::string>& names);

// "imported", "raised", "exited", "crashed", "timed out".
std::string name_of(ImportOutcome outcome);

}  // namespace lintcache
