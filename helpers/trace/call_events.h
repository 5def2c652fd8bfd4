// SPDX-License-Identifier: MIT
// What a system call means for the world: from its arguments when it begins, and its result when it ends.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trace/event.h"
#include "trace/system_calls.h"

namespace lintcache {

using CallArguments = std::array<uint64_t, 6>;

struct BegunCall {
  Call call = Call::harmless;
  std::vector<Event> events;
  bool wants_result = false;           // else `events` are all that is to be said
  std::string doubt;                   // if it is done; see EventKind::doubt
  bool is_unreadable = false;          // its arguments could not be read
  // Of Call::execute:
  std::vector<std::string> arguments;
  uint64_t environment = 0;  // its address
  int environment_place = 0;  // which argument of the call that is
};

// Whether that is a process of the tree.
using IsOurs = std::function<bool(pid_t)>;

// Of a thread that is stopped where it makes the call. Where a child would not be seen, the call is changed so that it
// is. Events have no process and no time yet.
BegunCall begin_call(pid_t thread, const CallRule& rule, const CallArguments& arguments, const IsOurs& is_ours);

// With the call's result, negative for an error: what there is to be said.
std::vector<Event> end_call(BegunCall call, int64_t result);

Event event_of(EventKind kind, std::string path = {});
Event doubt_event(std::string because);

}  // namespace lintcache
