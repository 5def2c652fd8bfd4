// SPDX-License-Identifier: MIT
// How the worker is started for a tree.
#pragma once

#include <string>
#include <vector>

#include "base/subprocess.h"
#include "model/request.h"

namespace lintcache {

// The program `request.worker`, started in the tree with its limits; what it compiles it keeps in the
// directory of the state, if there is one. `executable` is the interpreter that `libpython` stands for;
// `environment` is the whole of it, VAR=VALUE. Where `libpython` is empty, `executable` itself is started
// and loads the worker's module, which lies beside the program.
Command worker_command(const Request& request, const std::string& libpython, const std::string& executable,
                       std::vector<std::string> environment);

// The part of it that says what an import may use.
std::vector<std::string> limit_options(const Request& request);

// Stands for all limits: what an import came to under others is no answer under these.
std::string limits_key(const Request& request);

}  // namespace lintcache
