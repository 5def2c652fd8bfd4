// SPDX-License-Identifier: MIT
// What the verdict about each file depends on, where one process of a tool followed the imports of many.
//
// For each module it is the module's file, and the places that decide which file each module is that it asks for: for
// `a.b` whatever is called `a` or `a-stubs` in each directory that is searched, and `b`, `__init__` and `py.typed` in
// what is there. That is how mypy finds modules, and it asks for membership only where it lists a directory.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/input.h"
#include "tools/observation.h"

namespace lintcache {

struct FollowedImports {
  InputGraph graph;
  std::unordered_map<std::string, uint32_t> group_of;  // by path of the file; those that are not there were not looked at
  // Files about which the tool may say something else in a process of their own, each with what those have in common
  // that may share another one. Empty: it has to be alone.
  std::unordered_map<std::string, std::string> doubtful;
};

// `files` (absolute) are those that the process was about; the tool was started in `directory`. `text_of` gives what a
// file holds, empty where there is none; it is seldom asked. For an observation with a graph.
FollowedImports followed_imports(const Observation& observation, const std::vector<std::string>& files,
                                 const std::string& directory,
                                 const std::function<std::string(const std::string& path)>& text_of);

// Lets all files depend on these, too.
void add_for_all(const std::vector<TracedInput>& inputs, FollowedImports& followed);

// What belongs to all files: the observation without what followed_imports() makes of it.
Observation without_modules(Observation observation);

}  // namespace lintcache
