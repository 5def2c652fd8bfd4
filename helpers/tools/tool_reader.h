// SPDX-License-Identifier: MIT
// How what a linter printed, and the status that it ended with, become outcomes.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/subprocess.h"
#include "model/task.h"
#include "tools/subject.h"

namespace lintcache {

struct ToolReader {
  // Findings get the path of the file as it is in the tree, without a leading `./`.
  std::function<Outcome(ProcessResult process, const Subject&)> read;

  // What a process said about each of `files`, in their order: the very outcomes that `read` gives where each file has
  // a process of its own, but for the time it took. Nothing where that cannot be told; then each gets its own.
  std::function<std::optional<std::vector<Outcome>>(const ProcessResult& process, const Subject&)> read_batch;
};

}  // namespace lintcache
