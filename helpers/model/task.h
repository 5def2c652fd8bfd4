// SPDX-License-Identifier: MIT
// A task is one tool on one file; its outcome is the same type whether it is fresh or stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/digest.h"
#include "model/finding.h"
#include "model/input.h"

namespace lintcache {

// The values are on disk: never renumber.
enum class Verdict : uint8_t {
  clean = 0,
  findings = 1,
  unusable_input = 2,  // the tool cannot read the file, and says so: a finding about the file
  tool_failure = 3,    // the tool broke: never stored
};

struct Outcome {
  Verdict verdict = Verdict::clean;
  std::vector<Finding> findings;
  std::string out;  // what the tool wrote, byte for byte
  std::string err;
  std::string failure;  // for `tool_failure`: what went wrong, in a few words
  int exit_status = 0;
  int64_t nanoseconds = 0;  // how long the tool took when it ran
};

struct Task {
  std::string file;  // relative to the source tree
  std::string tool;
  Digest key;                 // of everything that the outcome depends on; absent where that is unknown
  std::vector<Input> inputs;  // what the key was made from, to be looked at again after the run;
                              // the footprint's own are in the input sets `footprint`
  std::vector<int64_t> footprint;  // none: the tool looks at nothing but the file itself; 0 is one that
                                   // was not recorded
};

}  // namespace lintcache
