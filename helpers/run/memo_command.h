// SPDX-License-Identifier: MIT
// The line for any command: look up, restore and repeat, or run, account and keep.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/memo.h"
#include "run/memo_keep.h"
#include "store/memo_store.h"
#include "trace/effects.h"

namespace lintcache {

struct MemoOptions {
  // Globs (discovery/glob.h), from the command's directory or, where they begin with `/`, from the root.
  std::vector<std::string> inputs;   // files that count though nobody is seen to read them
  std::vector<std::string> outputs;  // what is written there is meant, whatever was read of it before
  std::vector<std::string> ignored;  // neither inputs nor outputs
  std::vector<std::string> ignored_variables;
  std::string build_directory;  // where outputs are expected; empty: below the command's directory
  Times times = Times::automatic;
  bool no_restore = false, refresh = false, dry_run = false;
  bool takes_only = false;  // what others gave: nothing of what it comes to is kept for them
  int64_t most_bytes = 0;  // of the outputs of one command
  int64_t asked_at = 0;    // nanoseconds since 1970: no file was left by who asks later than that; 0: now
};

// Calls `opened` with files that the command opened to be read, as it opens them: some of them, and some more than once.
using RunTraced = std::function<Result<RanCommand>(const MemoCommand& command, const std::function<void(std::string)>& opened)>;

struct MemoVoice {
  std::function<void(const std::string& line)> warn;             // what the user should know
  std::function<void(const std::string& line)> explain;          // why it runs, or does not
  std::function<void(int stream, std::string_view bytes)> repeat;  // what a remembered run printed
};

struct MemoResult {
  int status = 0;  // as waitpid() gives it
  bool is_hit = false, is_kept = false;
  std::string why;  // why it ran; empty on a hit
  std::vector<std::string> reasons;  // why nothing was kept
  size_t inputs = 0, outputs = 0, restored = 0, hashed = 0;
  int64_t recorded_nanoseconds = 0;  // what it took when it ran
};

// With `dry_run` nothing runs and nothing is restored. An error is a fault of ours, or of the options.
Result<MemoResult> memoize(const MemoCommand& command, const MemoOptions& options, MemoStore& store, const RunTraced& run,
                           const MemoVoice& voice);

// Under which name results are kept.
Result<Digest> action_of(const MemoCommand& command, const MemoOptions& options);

}  // namespace lintcache
