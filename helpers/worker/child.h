// SPDX-License-Identifier: MIT
// The forked process in which imports happen, from the fork to its end.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/import_batch.h"
#include "worker/interpreter.h"
#include "worker/output.h"
#include "worker/shared_record.h"

namespace lintcache {

// Which interpreter of the child imports: a new one, or the one that was forked.
enum class Way { sub_interpreter, main_interpreter };

struct ChildOptions {
  std::vector<std::string> sources;  // directories below which byte code is not trusted
  std::string byte_code;             // the directory of what can be; empty: none
  uint64_t memory_limit = 0;         // bytes of private memory
  uint64_t file_limit = 0;           // bytes that may be written to one file
  unsigned process_limit = 0;        // processes that the import of one file may start
};

struct ChildTask {
  ImportBatch files;               // at least one
  std::vector<std::string> avoid;  // names of modules not to be run
};

// Runs the imports with `output` as standard output and error, marked with `nonce` after each file; no
// other descriptor stays open.
[[noreturn]] void run_child(const Interpreter& interpreter, SharedRecord& record, const ChildTask& task,
                            const ChildOptions& options, Way way, pid_t parent, int output,
                            const std::string& nonce);

}  // namespace lintcache
