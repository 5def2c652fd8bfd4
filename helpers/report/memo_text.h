// SPDX-License-Identifier: MIT
// Lists of paths for people: as lines, as a tree of directories.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lintcache {

struct NotedPath {
  std::string path;
  std::string note;  // stands behind it; may be empty
};

// A line for each.
std::string as_lines(const std::vector<NotedPath>& paths);

// Directories that hold nothing but one other stand in one line with it. Paths that do not begin with `/` come last.
std::string as_tree(std::vector<NotedPath> paths);

// A command line that a shell takes.
std::string shell_words(const std::vector<std::string>& words);

}  // namespace lintcache
