// SPDX-License-Identifier: MIT
// The worker's life: say hello, then a request in and a report out until nobody asks any more.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace lintcache {

struct WorkerOptions {
  std::string libpython;   // the shared library to open
  std::string program;     // the interpreter it stands for, or that of a virtual environment
  std::string source_dir;  // byte code of files below it is neither read nor written; where imports start
  std::string byte_code_dir;  // where code of those files is kept instead; empty: nowhere
  double time_limit = 30;  // seconds for one import
  uint64_t memory_limit = uint64_t{4} << 30;  // bytes of private memory of one process
  uint64_t file_limit = uint64_t{1} << 30;    // bytes that may be written to one file
  unsigned process_limit = 256;               // processes that one import may start
};

// Talks in frames over standard input and output, which are taken away from everyone else.
Result<void> run_worker(const WorkerOptions& options);

}  // namespace lintcache
