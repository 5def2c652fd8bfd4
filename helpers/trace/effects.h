// SPDX-License-Identifier: MIT
// What a trace says of a command: what it depended on, what it changed, and why its result cannot be trusted.
//
// A path is followed from event to event, so that what a command reads of its own is no input, what came and went is
// neither input nor output, and what is read before it is written is told. What the world was like before a change is
// known only where the trace says so: a look-up that failed, a creation that needs that nothing is there.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/memo.h"
#include "trace/event.h"

namespace lintcache {

// How much times count; see helpers/README.md.
enum class Times : uint8_t { automatic, content, exact };

struct EffectRules {
  Times times = Times::automatic;
  // Of paths without symbolic links on their way:
  std::function<bool(const std::string&)> is_own;      // it was there as the command itself had left it at another time
  std::function<bool(const std::string&)> is_ignored;  // neither an input nor an output
  std::function<bool(const std::string&)> is_output;   // an output, whatever was read of it before
  uint32_t mask = 0;                                   // umask
  std::string working_directory;                       // as the variable PWD has it, right or wrong
  bool has_own_session = false;                        // it can have no terminal, wherever it is called from
};

// Something that the command asked; `state` is set where the trace tells it, else it is what it is now.
struct Question {
  Fact fact;
  std::string place;       // of the path, without symbolic links on its way
  bool is_known = false;   // the state is set
  bool succeeded = true;   // what was asked for was there
  bool has_compiler = false;  // a compiler read it, see effects.cpp on __TIMESTAMP__
};

struct Change {
  std::string path;          // without symbolic links on its way
  std::string directory;     // the directory in which it lies, as the command named it
  bool was_absent = false;   // known not to have been there
  bool has_new_content = true;  // else only mode, owner or times
  bool may_be_old = false;   // it could have been there before, and its bytes would have mattered
  bool has_times = false;    // the command set its times
  bool has_mode = false;     // the command set its mode
  uint32_t asked_mode = 0;   // when it was created: permissions before the umask
  std::string hard_link_of;  // what it is another name of
};

struct Effects {
  std::vector<Question> questions;
  std::vector<Change> changes;          // sorted by path; also of what is gone again
  std::set<std::string> changed_inodes; // inputs whose status the command changed, but not their bytes: link(2)
  std::set<std::string> variables;
  bool has_environment = false;
  std::vector<std::string> reasons;     // why not to keep the result, each the rest of "not cacheable: it ..."
};

Effects effects_of(const Trace& trace, const EffectRules& rules);

}  // namespace lintcache
