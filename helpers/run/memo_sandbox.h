// SPDX-License-Identifier: MIT
// Runs a remembered command where nothing is but what its record names: if it does the same there, the record is whole.
//
// A root of its own in namespaces of its own: files that the record names are there by read-only bind mounts, under their
// own names; directories that it names are there with what was listed of them; all else is not.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/memo.h"

namespace lintcache {

struct SandboxedRun {
  int status = 0;  // as waitpid() gives it
  std::string out, err;
  std::vector<std::string> missing;  // outputs that are not there as they were
};

// All facts of the record hold now. An error where namespaces are not allowed.
Result<SandboxedRun> run_in_sandbox(const MemoCommand& command, const MemoRecord& record);

}  // namespace lintcache
