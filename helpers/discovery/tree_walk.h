// SPDX-License-Identifier: MIT
// From a request to the files of its tree, found anew at every build.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "digest/stat_cache.h"
#include "model/request.h"

namespace lintcache {

// The files to lint, relative to the source tree, sorted by bytes.
//
// Left out: what EXCLUDE matches, what INCLUDE does not, SKIP_LINTING, the state directory; and, unless
// INCLUDE spells their names out, the binary directory, hidden directories and those that hold
// `pyvenv.cfg`, `CACHEDIR.TAG` or `CMakeCache.txt`. Symbolic links to files are files; those to directories are not
// followed. A tree or a directory that cannot be read is an error: nothing is known about its files.
Result<std::vector<std::string>> find_files(const Request& request, StatCache& disk);

}  // namespace lintcache
