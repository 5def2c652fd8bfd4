// SPDX-License-Identifier: MIT
// A linter's process that has ended, as it was recorded.
#pragma once

#include <string>

#include "base/subprocess.h"

namespace lintcache {

inline ProcessResult ended(int status, const std::string& out, const std::string& err = "") {
  ProcessResult process;
  process.exit_status = status;
  process.out = out;
  process.err = err;
  return process;
}

}  // namespace lintcache
