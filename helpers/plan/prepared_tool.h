// SPDX-License-Identifier: MIT
// Tools as they are set up for this tree: how they are started, and what all their tasks depend on.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/roots.h"
#include "digest/stat_cache.h"
#include "model/input.h"
#include "model/key.h"
#include "model/request.h"
#include "tools/described_tool.h"
#include "tools/environment.h"
#include "tools/toolchain.h"

namespace lintcache {

struct PreparedTool {
  DescribedTool adapter;
  std::shared_ptr<const Toolchain> toolchain;  // of the interpreter that runs it
  std::vector<std::string> launcher;  // goes before the adapter's arguments
  Environment environment;
  std::vector<Input> config;         // places of its configuration, there or not: they are in `parts`
  std::map<std::string, std::string> sections;  // of `config` by path: what of it counts, where that is not all
  std::vector<TracedInput> inputs;   // of every task: EXTRA_INPUTS, a declared tool's CONFIG and program
  KeyParts parts;                    // of every task's static key
  Digest base;                       // of `parts`
};

// What the tool reads of files of its configuration, as a text for each path that stays the same as long as that does.
// Files of which all counts are left out.
using ConfigReader = std::function<std::map<std::string, std::string>(const ToolFacts&, const std::vector<Input>&)>;

// The tools of the request that are to run, in its order. An error names one that is not known or not
// installed, or an extra input that is no file. Without a reader all of each configuration file counts.
Result<std::vector<PreparedTool>> prepare_tools(const Request& request, const Toolchain& toolchain,
                                                const std::vector<std::string>& outer_environment,
                                                const Roots& roots, StatCache& disk,
                                                const ConfigReader& reader = {});

// Where the source tree and the binary directory lie; see shown_packed().
Roots roots_of(const Request& request);
inline const std::vector<std::string> k_root_names = {"{source_dir}", "{binary_dir}"};

}  // namespace lintcache
