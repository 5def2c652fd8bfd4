// SPDX-License-Identifier: MIT
// Runs a command under the tracer, for run/memo_command.h.
#pragma once

#include "base/stop.h"
#include "run/memo_command.h"

namespace lintcache {

// What the command prints goes on at once to our own streams. `seconds`: how long it may take; 0: as long as it likes. `may_preload`: by the
// library that sees most calls at little cost, too; else by ptrace alone.
// Says in `took_too_long` whether that was it. All must outlive what is given. Where `stop` is raised, it is an error of
// the command to have been ended: nothing is kept.
RunTraced traced_runner(const Stop& stop, double seconds, bool may_preload, bool& took_too_long);

}  // namespace lintcache
