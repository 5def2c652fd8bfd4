// SPDX-License-Identifier: MIT
// What is known of commands that ran: which one made a file, what it depended on, and how that is now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "model/memo.h"
#include "store/memo_store.h"

namespace lintcache {

struct KnownRun {
  LastRun run;
  MemoCommand command;               // without its environment and its standard input
  bool has_input = false;            // its standard input was not empty
  std::optional<MemoRecord> record;  // nothing where nothing was kept, or it is not there any more
};

// Which run is meant: the one that made `file` (absolute; empty: not asked), else that of these words in this directory,
// else the last one.
struct WhichRun {
  std::string file;
  std::vector<std::string> arguments;
  std::string directory;
};

Result<KnownRun> find_run(MemoStore& store, const WhichRun& which, bool with_trace = false);

// A path that a command depended on.
struct LookedInput {
  std::string path;
  std::vector<std::string> ways;  // "read", "looked for", "asked about", "listed", "followed"; of a variable: "variable"
  std::string change;             // what is another now; empty: it is as it was
  std::string repository, commit; // where git knows it
};

// By path. Variables are last, the whole environment as a path that is empty. `environment` is the present one.
std::vector<LookedInput> inputs_of(const KnownRun& known, const std::vector<std::string>& environment, MemoStore& store);

// Fills in repositories, by running git once for each of them; nothing where there is no git.
void find_repositories(std::vector<LookedInput>& inputs, const std::vector<std::string>& environment, const Stop& stop);

}  // namespace lintcache
