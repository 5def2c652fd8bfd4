// SPDX-License-Identifier: MIT
// From what a command did to what is remembered of it, or to the reasons why nothing is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "digest/path_facts.h"
#include "model/memo.h"
#include "trace/effects.h"

namespace lintcache {

// What running a command gave.
struct RanCommand {
  Trace trace;
  std::vector<OutputChunk> chunks;
  int status = 0;           // as waitpid() gives it
  int64_t start = 0;        // by `Disk::now`, before it started
  int64_t nanoseconds = 0;  // what it took
  std::string ended_for;    // why we ended it ourselves; empty: we did not
};

struct KeepRules {
  EffectRules effects;
  std::vector<std::string> ignored_variables;
  int64_t most_bytes = 0;  // of all outputs together
};

struct Accounted {
  MemoRecord record;
  std::vector<std::string> reasons;  // why not to keep it, each the rest of "not cacheable: it ..."
  std::vector<std::string> moved;    // paths that changed while it ran; the last of `reasons` are about these, one each
};

// `put_blob` keeps the bytes of an output and names them.
Accounted account_for(const MemoCommand& command, const RanCommand& ran, const KeepRules& rules, PathFacts& facts,
                      const std::function<Digest(std::string)>& put_blob);

// The state of a variable, or of the whole environment, in an environment.
std::string environment_state(const Fact& fact, const std::vector<std::string>& environment);

}  // namespace lintcache
