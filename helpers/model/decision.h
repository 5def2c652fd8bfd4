// SPDX-License-Identifier: MIT
// Why a task ran or did not: recorded when it is decided, shown by `lintcache why`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/digest.h"

namespace lintcache {

// In the order in which they are told: what is nearest to the file comes first. The values are on disk: never renumber.
enum class ReasonKind : uint8_t {
  first = 0,        // nothing is recorded of this tool on this file
  always = 1,       // the tool is declared so
  not_kept = 2,     // the last outcome was none to keep
  file = 3,         // the file itself
  import_ = 4,      // something that its imports lead to
  input = 5,        // EXTRA_INPUTS, lint_file_inputs()
  config = 6,       // the tool's configuration
  tool = 7,         // the tool, what it needs, its plugins
  platform = 8,     // interpreter, system
  argument = 9,     // the command line
  environment = 10,
  setting = 11,     // something else that the request says
  tree = 12,        // any file of the tree
  observed = 13,    // something that the tool was seen to read
  forgotten = 14,   // the outcome is not there any more
  verify = 15,      // it was asked for, to compare
};

// As users read it.
constexpr std::string_view name_of(ReasonKind kind) {
  constexpr std::string_view k_names[] = {"first", "always", "not kept", "file",        "import",  "input", "config",   "tool",
                                          "platform", "argument", "environment", "setting", "tree", "observed", "forgotten", "verify"};
  return k_names[static_cast<size_t>(kind)];
}

struct Reason {
  ReasonKind kind = ReasonKind::first;
  std::string what;  // "pkg/b.py changed"; empty where the kind says it all
  std::string via;   // by way of which files, first to last, separated by " -> "; empty: directly
  bool operator==(const Reason&) const = default;
};

// A reason in one line: "import: pkg/b.py changed (via pkg/c.py)".
inline std::string text_of(const Reason& reason) {
  std::string text(name_of(reason.kind));
  if (!reason.what.empty()) text += ": " + reason.what;
  if (!reason.via.empty()) text += " (via " + reason.via + ")";
  return text;
}

// What was decided about one (file, tool). Times are nanoseconds since 1970, by the wall clock.
struct Decision {
  bool reused = false;
  int64_t decided = 0;
  int64_t set = 0;     // the input set that held, or that was recorded after the run; 0: none was
  Digest base;         // names the key parts that all files of the tool share
  int64_t ran = 0;     // when the tool last ran
  std::vector<Reason> reasons;  // why it did, as far as k_reasons_kept goes
  size_t more = 0;              // how many were left out
  std::string unkept;           // why the outcome was not recorded; empty where it was
  std::string output;           // what the tool wrote, where that was not recorded with the outcome
};

// A large change of branch gives many; nobody reads more.
inline constexpr size_t k_reasons_kept = 20;

}  // namespace lintcache
