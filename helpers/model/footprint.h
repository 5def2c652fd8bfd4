// SPDX-License-Identifier: MIT
// What importing one file loads, in short: the digest of all that it depended on, and how it ended.
#pragma once

#include <string>

#include "model/digest.h"
#include "model/import_report.h"

namespace lintcache {

struct Footprint {
  int64_t inputs = 0;  // the id of the input set that lists them; 0: not recorded
  Digest digest;       // of that set
  ImportOutcome outcome = ImportOutcome::imported;
  std::string exception;  // see ImportReport
};

}  // namespace lintcache
