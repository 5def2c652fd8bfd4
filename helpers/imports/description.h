// SPDX-License-Identifier: MIT
// What stands in the description of a group: its modules and what they import, by name.
//
// So that who looks at a footprint can follow chains of imports and see circles without importing anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

struct DescribedModule {
  std::string name;                  // dotted; of a file that has no importable name: its path
  std::string file;                  // absolute; empty where there is none
  std::vector<std::string> imports;  // names of modules
  std::vector<std::string> implied;  // the same where it can make no circle: the parents of what is imported,
                                     // a package on the way to a submodule, imports for type checkers
  bool operator==(const DescribedModule&) const = default;
};

std::string to_description(const std::vector<DescribedModule>& modules);

// Nothing for what is no description.
std::vector<DescribedModule> described_modules(std::string_view description);

}  // namespace lintcache
