// SPDX-License-Identifier: MIT
// The bridge between recorder.py and the record: C functions for it, and Python's audit events.
#pragma once

#include <string>
#include <vector>

#include "model/import_report.h"
#include "worker/code_store.h"
#include "worker/interpreter.h"
#include "worker/shared_record.h"

namespace lintcache {

// Imports what `request` names in the current interpreter, fills `record` and ends the process. Only in a
// forked child.
// `code`: what need not be compiled. `may_retry`: where the interpreter turns out not to do, the process ends and the record says so.
// `sources`: the directories below which byte code is not used.
[[noreturn]] void record_import(const Interpreter& interpreter, const CodeStore& code, SharedRecord& record,
                                const ImportRequest& request,
                                const std::vector<std::string>& sources, bool may_retry);

}  // namespace lintcache
