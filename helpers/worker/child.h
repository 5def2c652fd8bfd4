// SPDX-License-Identifier: MIT
// The forked process in which one import happens, from the fork to its end.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/import_report.h"
#include "worker/code_store.h"
#include "worker/interpreter.h"
#include "worker/shared_record.h"

namespace lintcache {

// Which interpreter of the child imports: a new one, or the one that was forked.
enum class Way { sub_interpreter, main_interpreter };

struct ChildOptions {
  std::vector<std::string> sources;  // directories below which byte code is not used
  uint64_t memory_limit = 0;         // bytes of private memory
};

// Runs the import with `output` as standard output and error; no other descriptor stays open.
[[noreturn]] void run_child(const Interpreter& interpreter, const CodeStore& code, SharedRecord& record,
                            const ImportRequest& request, const ChildOptions& options, Way way,
                            pid_t parent, int output);

}  // namespace lintcache
