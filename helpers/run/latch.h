// SPDX-License-Identifier: MIT
// Settings as they were when the tree was last linted: a change is told, with what it was.
#pragma once

#include <string>
#include <vector>

#include "run/session.h"

namespace lintcache {

// One line for each setting that differs from last time, as in `exclude changed: "" -> "gen"`; none at the first
// time. The present ones are latched. What a setting makes run is decided elsewhere, by keys.
std::vector<std::string> latch_settings(const Session& session);

}  // namespace lintcache
