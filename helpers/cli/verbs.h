// SPDX-License-Identifier: MIT
// The verbs, each with its options, and what stands on the command line for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"
#include "discovery/manifest.h"
#include "discovery/settings.h"

namespace lintcache {

// What stands on the command line, before it is made a request.
struct CommandLine {
  std::string manifest;
  std::string state;
  std::string tree;
  std::vector<std::string> paths;  // files of the tree; once all is parsed, the tree first
  std::vector<std::string> chosen_tools;
  Request request;
  SetKeys set_keys;
  Options options;  // all but the request
};

std::string option_name(const Setting& setting);

// Adds the verb `asked`, which writes what it is given to `line`; all of them where it is none.
void add_verbs(CLI::App& app, CommandLine& line, std::string_view asked);

// Of a name that was added.
Verb verb_named(std::string_view name);

}  // namespace lintcache
