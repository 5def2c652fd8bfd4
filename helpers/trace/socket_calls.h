// SPDX-License-Identifier: MIT
// Calls by which a process talks to somebody outside of its tree.
#pragma once

#include "trace/call_events.h"

namespace lintcache {

// A local socket that is not there is a file that was looked for in vain: an event, which holds if the call fails so.
BegunCall begin_socket_call(pid_t thread, const CallRule& rule, const CallArguments& arguments);

}  // namespace lintcache
