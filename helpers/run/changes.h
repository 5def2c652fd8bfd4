// SPDX-License-Identifier: MIT
// What of a recorded input set is no more as it was, and by way of which imports it came into the set.
#pragma once

#include <string>
#include <vector>

#include "model/input.h"
#include "run/footprint_reader.h"
#include "run/session.h"

namespace lintcache {

struct InputChange {
  InputState recorded;
  Digest now;
  std::string via;  // files by way of which `file` comes to it, as reasons show them; empty: directly
};

// In no particular order, each input once. The set belongs to `task`, whose footprint tells the way to inputs that were
// observed.
std::vector<InputChange> changes_in(FootprintReader& reader, const Session& session, int64_t set, const Task& task);

// A path as messages show it: below the tree or near above it relative, else absolute.
std::string shown_path(const std::string& path, const std::string& source_dir);

}  // namespace lintcache
