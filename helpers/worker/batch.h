// SPDX-License-Identifier: MIT
// A batch from its first file to its last, in as few processes as the modules allow.
#pragma once

#include <functional>

#include "model/import_batch.h"
#include "worker/attempt.h"
#include "worker/byte_code.h"

namespace lintcache {

// What all batches of a worker have in common.
struct ImportHost {
  const Interpreter& interpreter;
  SharedRecord& record;
  ByteCode& byte_code;
  ChildOptions child;
  double time_limit = 0;  // seconds, for one file
};

// Imports the files one after another in a sub-interpreter of one child. Where the child dies or is
// killed, another one goes on with the same file, now as its first. If it dies of it once more, that is
// the file's result; the module in which it died is not run again, and whoever asks for it later shares the
// result. Where a sub-interpreter will not do, the rest is imported in the main interpreter of its child.
//
// The report holds fewer files than the batch where so many ended a process that there is no gain in going on.
Result<BatchReport> import_files(ImportHost& host, const ImportBatch& batch,
                                 const std::function<void(unsigned)>& progress);

}  // namespace lintcache
