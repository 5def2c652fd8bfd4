// SPDX-License-Identifier: MIT
// What each file depends on besides itself: remembered, and inferred anew only where that changed.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "imports/import_client.h"
#include "model/footprint.h"
#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

struct Footprints {
  std::unordered_map<std::string, Footprint> by_file;  // of a file that is not in it nothing is known
  bool has_imports = true;  // false: of all of them only what import statements lead to is known
  size_t imports_run = 0;  // files that were imported for it
};

// Of all files, unless the run is stopped. A footprint has two parts, each inferred only if something in it
// changed: what importing the file loads, and where its import statements lead at every nesting level. What
// both consist of stands in the store: see InputSets::set, InputSets::groups and imports/description.h.
Result<Footprints> infer_footprints(const Session& session, const Toolchain& toolchain,
                                    const std::vector<std::string>& files);

// The same without the first part: nothing is imported.
Footprints follow_statements(const Session& session, const Toolchain& toolchain, const std::vector<std::string>& files);

// Only what is remembered and still true: nothing is imported, and no statement followed.
Footprints known_footprints(const Session& session, const Toolchain& toolchain,
                            const std::vector<std::string>& files);

}  // namespace lintcache
