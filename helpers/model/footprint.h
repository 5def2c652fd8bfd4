// SPDX-License-Identifier: MIT
// What one file depends on besides itself, in short: the digests of its two parts, and how its import ended.
#pragma once

#include <cstdint>
#include <string>

#include "model/digest.h"
#include "model/import_report.h"

namespace lintcache {

struct FootprintPart {
  int64_t set = 0;  // the id of the input set that lists it; 0: not recorded
  Digest digest;    // of that set
};

struct Footprint {
  FootprintPart runtime;     // what importing the file loaded
  FootprintPart statements;  // where its import statements lead, run or not
  ImportOutcome outcome = ImportOutcome::imported;
  std::string exception;  // of the import; see ImportedFile for this and the next two
  std::string way;
  std::string output;
};

}  // namespace lintcache
