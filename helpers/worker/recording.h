// SPDX-License-Identifier: MIT
// The bridge between the recorder, which is Python, and the record: C functions for it, and audit events.
#pragma once

#include "worker/child.h"
#include "worker/interpreter.h"
#include "worker/output.h"
#include "worker/shared_record.h"

namespace lintcache {

// Imports the files of `task` in the current interpreter, fills `record` and ends the process. Only in a
// forked child.
// `may_retry`: where the interpreter turns out not to do, the process
// ends and the record says so.
[[noreturn]] void record_imports(const Interpreter& interpreter, SharedRecord& record, const ChildTask& task,
                                 const ChildOptions& options, OutputMark& mark, bool may_retry);

}  // namespace lintcache
