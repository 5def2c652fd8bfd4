// SPDX-License-Identifier: MIT
// From a request to the files of its tree, found anew at every build.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "digest/stat_cache.h"
#include "discovery/rules.h"
#include "model/request.h"

namespace lintcache {

// The files to lint, relative to the source tree, sorted by bytes.
//
// Left out: what EXCLUDE matches, what INCLUDE does not, what ALLOWLIST names, SKIP_LINTING, the state directory; and,
// unless INCLUDE spells their names out, the binary directory, hidden directories and those that hold
// `pyvenv.cfg`, `CACHEDIR.TAG` or `CMakeCache.txt`. Symbolic links to files are files; those to directories are not
// followed. A tree or a directory that cannot be read is an error: nothing is known about its files.
Result<std::vector<std::string>> find_files(const Request& request, StatCache& disk);

// The regular files, links to them included, of the directories that `find_files` walks, whatever their names are:
// what a tool for the whole tree may read. Relative, sorted by bytes.
//
// Left out: what EXCLUDE matches, hidden files that are not linted, and what runs themselves write: byte code in
// `__pycache__` and the merged log.
Result<std::vector<std::string>> find_all_files(const Request& request, StatCache& disk);

// What was decided about a file, or about a directory that is left out.
struct Judgement {
  std::string path;  // relative to the source tree; that of a directory ends in `/`
  Rule rule = Rule::include;
  std::string detail;  // the pattern that decided, as it was given, or the file that marks the directory
};

// All files and all directories left out that the walk of `find_files` meets, sorted by path; those with
// `Rule::include` are what it gives.
Result<std::vector<Judgement>> judge_files(const Request& request, StatCache& disk);

}  // namespace lintcache
