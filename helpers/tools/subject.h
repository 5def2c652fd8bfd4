// SPDX-License-Identifier: MIT
// The file or files that a process of a linter is about.
#pragma once

#include <string>
#include <vector>

namespace lintcache {

// What a process of the tool is about, as its command line says it.
struct Subject {
  std::string file;                // relative to the tree; empty where it is about several
  std::vector<std::string> files = {};  // of a batch, or all files of the tree for a task on the whole tree
  std::string source_dir = "{source_dir}";  // as it stands in keys, which are the same in every clone
  std::string output = "{output}";          // a file that the tool may write its report to
};

// How a file of the tree is named to a tool: a leading `-` would be taken for an option.
std::string as_argument(const std::string& file);

}  // namespace lintcache
