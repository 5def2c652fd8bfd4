// SPDX-License-Identifier: MIT
// From the command line to a request.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

enum class Verb { lint, discover, deps, verify };

struct Options {
  Verb verb = Verb::lint;
  Request request;
  bool list = false;     // discover: print the files
  bool json = false;     // deps
  bool reverse = false;  // deps: who depends on `about`
  std::string about;     // absolute
  std::string why;       // deps: the module, or the absolute path of its file; empty: not asked
  std::optional<size_t> sample;  // verify: so many files; nothing: all
  unsigned seed = 0;             // verify: which ones
};

// What `parse_options` gives instead of options for --help, --version and mistakes: text to print, and the
// exit status (0 or 2).
struct Answer {
  std::string text;
  int exit_status = 0;
};

// Parses argv, reads the manifest or makes a request from options, lets lintcache.json fill in the rest
// and finds interpreter and worker.
Result<std::variant<Options, Answer>> parse_options(int argc, char** argv,
                                                    const std::vector<std::string>& environment);

}  // namespace lintcache
