// SPDX-License-Identifier: MIT
// From the command line to a request.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cli/run_options.h"
#include "model/request.h"
#include "model/sample.h"

namespace lintcache {

// Who made a setting, the strongest first.
enum class Source { command_line, manifest, tree_settings };

enum class Verb {
  lint, fix, discover, deps, verify, why, log, env, stats, gc, clean, export_, import_, timeline,
  run, whence, inputs, outputs, graph, replay
};

struct Options {
  Verb verb = Verb::lint;
  std::string verb_name;  // as it was typed
  Request request;
  std::map<std::string, Source, std::less<>> set_by;  // by key of settings(); others have their default
  bool list = false;     // discover: print which rule decided about what
  bool all = false;      // ...also about files that no INCLUDE pattern matches
  bool names = false;    // discover: print the files
  bool json = false;     // deps, why, log
  bool sarif = false;    // log
  bool reverse = false;  // deps: who depends on `about`
  std::string about;     // absolute
  std::string why;       // deps: the module, or the absolute path of its file; empty: not asked
  bool key = false;         // why: with all that was hashed
  bool explain = false;     // lint: say why each linter runs
  bool self_check = false;  // lint: whoever schedules tasks looks at itself
  bool dry_run = false;     // lint: say what would run
  std::optional<uint64_t> random;  // lint: number of the order of tasks; 0: any
  std::string log;          // lint: zones, as zones_in() has them
  bool list_tools = false;  // lint: instead, show which tools there are
  bool stats = false;       // lint: say how much was looked at
  std::string file;         // export, import: absolute
  bool imports = false;     // verify: footprints instead of outcomes
  Sample sample;            // verify
  std::string svg;          // timeline: absolute, or `-`; empty: not asked for
  std::string trace;        // timeline: the same for events; lint: for how each task comes along
  std::string progress;     // lint, fix, verify: see cli/status_line.h; empty: the verb does not ask
  RunOptions run;           // run, whence, inputs, outputs, graph, replay
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
