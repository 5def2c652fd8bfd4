// SPDX-License-Identifier: MIT
// Files that the driver asks the worker to import together, what came of each, and which module asked for which.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/frame.h"
#include "base/result.h"
#include "model/import_report.h"

namespace lintcache {

// Imported one after another in one process, as far as they let it; all of one `root`. A batch of one
// is a clean import.
using ImportBatch = std::vector<ImportRequest>;

// A frame of this one word tells that the worker has nothing more to compile for later.
inline constexpr std::string_view k_learnt = "learnt";

// One module of the process. What a file's import depended on is what its own module and all that it
// leads to through `imports` have seen.
struct ImportedModule {
  std::string name;                    // dotted; of a file that was run under no importable name: its path
  std::vector<Seen> seen;              // what finding it and running its code depended on, each once
  std::vector<uint32_t> imports;       // the modules it asked for, by number; its parent package included
  bool order_dependent = false;        // might have gone another way, had others not been imported before
  bool operator==(const ImportedModule&) const = default;
};

// One file of the batch.
struct ImportedFile {
  ImportOutcome outcome = ImportOutcome::imported;
  std::string exception;     // "ModuleNotFoundError: No module named 'x'"; "signal 11"; empty if imported
  std::string way;           // "sub-interpreter" or "main interpreter"
  std::string output;        // the first 64 KiB of what was written to stdout and stderr meanwhile
  uint64_t nanoseconds = 0;
  uint32_t module = 0;       // its number
  bool first = false;        // in its process: so no order of imports could have mattered
  bool operator==(const ImportedFile&) const = default;
};

struct BatchReport {
  std::vector<ImportedModule> modules;
  std::vector<ImportedFile> files;  // in the order of the batch; where fewer than asked for, it is better
                                    // to ask for each of the rest alone
  bool operator==(const BatchReport&) const = default;
};

// What the worker sends while it works on a batch: frames of one field, the number of files done so far;
// then one frame with the report.
Fields to_fields(const ImportBatch& batch);
Fields to_fields(const BatchReport& report);
Result<ImportBatch> import_batch(const Fields& fields);
Result<BatchReport> batch_report(const Fields& fields);

}  // namespace lintcache
