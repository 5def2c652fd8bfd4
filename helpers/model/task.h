// SPDX-License-Identifier: MIT
// A task is one tool on one file, or on the whole tree; its outcome is the same type whether it is fresh or stored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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

// As users read it.
constexpr std::string_view name_of(Verdict verdict) {
  constexpr std::string_view k_names[] = {"clean", "findings", "unusable input", "tool failure"};
  return k_names[static_cast<size_t>(verdict)];
}

constexpr std::string_view k_at_home = "~/";

struct Outcome {
  Verdict verdict = Verdict::clean;
  std::vector<Finding> findings;
  std::vector<Finding> notices;  // about the tool's configuration, not about the file: no findings, and shown once for
                                 // all tasks. What lies above the tree begins with `..`, what lies at home with k_at_home
  std::string out;  // what the tool wrote, byte for byte
  std::string err;
  std::string failure;  // for `tool_failure`: what went wrong, in a few words
  int exit_status = 0;
  int64_t nanoseconds = 0;  // how long the tool took when it ran
};

// A file that is larger than FILE_SIZE_LIMIT allows.
struct LargeFile {
  std::string file;  // relative to the source tree
  int64_t size = 0;  // bytes
};

struct Task {
  std::string file;  // relative to the source tree; empty: the whole tree
  std::string tool;
  Digest key;  // the static one: it finds recorded input sets; absent where not all of it is known
  std::vector<TracedInput> inputs;  // what the outcome depends on besides what it shares with other tasks of the
                                    // tool, and besides the input sets of `footprint`
  std::vector<int64_t> footprint;   // none: the tool does not follow imports; 0 is one that was not recorded
  std::vector<std::string> files = {};  // all that a task on the whole tree is about
  std::vector<LargeFile> too_large = {};  // of what it is about; where there are some, the tool is not run
};

}  // namespace lintcache
