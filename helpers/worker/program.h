// SPDX-License-Identifier: MIT
// The worker as a program: options in, its life, an exit status out.
#pragma once

namespace lintcache {

// Where the code runs: in the program `lintcache-python`, which opens a libpython, or as a module in the
// process of an interpreter that has none.
enum class Host { program, interpreter };

// `argv` as for a main; [0] is not read. Ends the process when the work is done, returns the exit status
// where it never began.
int run_program(int argc, const char* const* argv, Host host);

}  // namespace lintcache
