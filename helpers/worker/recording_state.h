// SPDX-License-Identifier: MIT
// What the functions that Python calls work on: one recording for the life of a child.
#pragma once

#include <optional>
#include <string>

#include "worker/observer.h"
#include "worker/output.h"
#include "worker/python_api.h"
#include "worker/shared_record.h"

namespace lintcache {

struct Recording {
  const PythonApi& api;
  SharedRecord& record;
  Observer observer;
  OutputMark& mark;
  bool may_retry;
  unsigned process_limit;  // processes that the import of one file may start
  bool c_imports_unseen;   // see c_imports.h
  uint32_t at = 0;         // what happens now is this module's
};

// Python gives its functions no place to keep a pointer that a module could not reach.
extern Recording* g_recording;

// Finders list directories for themselves; see `quiet` in the recorder.
extern thread_local int g_quiet;

// The bytes of a path: text, bytes, or an object that stands for one of them; else nothing.
std::optional<std::string> path_bytes(PyObject* object);

// Ends the process where the main interpreter may fare better than this one.
void leave_for_main_interpreter();

// Python's audit hook (PEP 578): files that are opened, directories that are listed, processes that start.
int audit(const char* event, PyObject* arguments, void* data);

}  // namespace lintcache
