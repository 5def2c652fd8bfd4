// SPDX-License-Identifier: MIT
// The interpreter that lints and the linters it has: who they are, and how they are started.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/stop.h"
#include "digest/stat_cache.h"
#include "model/input.h"
#include "model/key.h"
#include "model/request.h"

namespace lintcache {

struct Toolchain {
  std::string executable;  // the real one: a version manager's shim is resolved
  std::string version;     // 3.11.2
  std::string libpython;   // the shared library; empty where there is none
  std::vector<std::string> search_path;         // sys.path, without the current directory
  std::vector<std::string> builtins;            // modules inside the interpreter
  std::vector<std::string> extension_suffixes;  // of extension modules, in the order they are looked for
  std::map<std::string, std::vector<std::string>> launchers;  // tool -> program and first arguments
  std::vector<std::string> prefixes;  // where it and its packages lie
  std::string identity;    // changes when the interpreter, what runs when it starts or its search path does
  KeyParts platform;       // kind platform: interpreter, ABI
  KeyParts start;          // kind tool: what runs when it starts, its search path
  std::map<std::string, KeyParts> tools;  // by tool, kind tool: what it consists of, by distribution and version
};

// What the interpreter is asked: a program in Python, and its argument.
std::vector<std::string> question_for(const Request& request);

// Starts the interpreter once and asks it; the answer is text that `toolchain_from` reads.
Result<std::string> ask_interpreter(const Request& request, const Stop& stop);

Result<Toolchain> toolchain_from(const std::string& answer);

// What every answer depends on, as far as it can be told without one.
std::vector<Input> inputs_of_any_answer(const Request& request);

// What the answer depends on. Empty where that cannot be known: the interpreter is a script, such as a
// version manager's shim, which may choose another one each time.
std::vector<Input> inputs_of_answer(const Request& request, const std::string& answer,
                                    StatCache& disk);

}  // namespace lintcache
