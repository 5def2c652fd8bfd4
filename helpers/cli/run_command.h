// SPDX-License-Identifier: MIT
// `lintcache run`: any command, memoized.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "model/memo.h"
#include "run/memo_command.h"

namespace lintcache {

// What lintcache itself did wrong, or was asked wrongly; as env(1) and timeout(1) have it.
inline constexpr int k_run_fault = 125;

// Gives the exit status; where a signal ended the command, the same signal ends this process.
int run_command(const Options& options, const std::vector<std::string>& environment);

// What is asked for, without its standard input. An error says what is asked wrongly.
Result<MemoCommand> memo_command(const RunOptions& options, const std::vector<std::string>& environment);

// The environment that the command gets.
Result<std::vector<std::string>> command_environment(const RunOptions& options, const std::vector<std::string>& environment);

struct CachePlace {
  std::string directory;  // empty: nothing is kept
  int64_t limit = 0;
};
Result<CachePlace> cache_place(const Options& options);

}  // namespace lintcache
