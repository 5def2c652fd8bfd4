// SPDX-License-Identifier: MIT
// From the command line to a request.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

enum class Verb { lint, discover };

struct Options {
  Verb verb = Verb::lint;
  Request request;
  bool list = false;  // discover: print the files
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
