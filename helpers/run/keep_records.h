// SPDX-License-Identifier: MIT
// Makes the state directory say what is true now: stamps, logs, and nothing of files that are gone.
#pragma once

#include <vector>

#include "model/summary.h"
#include "run/session.h"

namespace lintcache {

// `files` are all files of the tree, also those that this run did not look at. An error is one that keeps
// a file from being written; the verdicts are not touched by it.
Result<void> keep_records(const Session& session, const std::vector<std::string>& files,
                          const std::vector<FinishedTask>& tasks);

}  // namespace lintcache
