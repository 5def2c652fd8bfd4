// SPDX-License-Identifier: MIT
// Discovery as a command of its own: which files are linted, and which rule decided.
#pragma once

#include <string>
#include <vector>

#include "base/stop.h"
#include "discovery/tree_walk.h"
#include "model/request.h"
#include "run/open_tree.h"

namespace lintcache {

// The files that `lint_run` would look at, relative to the source tree, with the disk's counters.
struct Discovery {
  std::vector<std::string> files;
  size_t directories_listed = 0;
};
Result<Discovery> discover_run(const Request& request, const Stop& stop, const Voice& voice);

// What was decided about each file and each directory left out, sorted by path. Where files are selected: about
// them, about what lies below them and about the directory left out that they lie in; an error where one of them
// is none of these.
Result<std::vector<Judgement>> judge_run(const Request& request, const Stop& stop, const Voice& voice);

}  // namespace lintcache
