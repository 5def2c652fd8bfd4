// SPDX-License-Identifier: MIT
// Python's audit events as inputs, and the limit of processes.
#include <fcntl.h>
#include <unistd.h>

#include <exception>
#include <string_view>

#include "worker/recording_state.h"

namespace lintcache {
namespace {

// open(path, mode, flags), where an integer path is a descriptor, seen when it was opened.
void audit_open(PyObject* arguments) {
  const PythonApi& api = g_recording->api;
  PyObject* const flags = api.PyTuple_GetItem(arguments, 2);
  const long value = flags == nullptr ? 0 : api.PyLong_AsLong(flags);
  api.PyErr_Clear();
  if (const auto path = path_bytes(api.PyTuple_GetItem(arguments, 0)))
    g_recording->observer.opened(*path, static_cast<int>(value));
}

// os.listdir(path) and os.scandir(path), where the path may be None or a descriptor.
void audit_listing(PyObject* arguments) {
  const PythonApi& api = g_recording->api;
  PyObject* const path = api.PyTuple_GetItem(arguments, 0);
  if (path == api.none) return g_recording->observer.listed(".");
  if (const auto directory = path_bytes(path)) return g_recording->observer.listed(*directory);
  const long descriptor = api.PyLong_AsLong(path);
  api.PyErr_Clear();
  char target[4096];
  const ssize_t size =
      readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), target, sizeof target);
  if (size > 0) g_recording->observer.listed({target, static_cast<size_t>(size)});
}

// ctypes.dlopen(name); the library is there when the call is over.
void audit_dlopen(PyObject* arguments) {
  if (const auto name = path_bytes(g_recording->api.PyTuple_GetItem(arguments, 0)))
    g_recording->observer.wants_library(*name);
}

bool starts_process(std::string_view event) {
  return event == "os.fork" || event == "os.forkpty" || event == "os.posix_spawn" || event == "os.spawn" ||
         event == "os.system" || event == "subprocess.Popen";
}

// -1, with an exception set, where there have been enough.
int audit_process(std::string_view event) {
  // In a sub-interpreter Python kills the process that os.fork makes.
  if (event == "os.fork" || event == "os.forkpty") leave_for_main_interpreter();
  if (g_recording->record.count_process() <= g_recording->process_limit) return 0;
  const PythonApi& api = g_recording->api;
  api.PyErr_SetString(api.os_error, "lintcache: the import has started too many processes");
  return -1;
}

}  // namespace

int audit(const char* name, PyObject* arguments, void*) {
  const std::string_view event(name);
  if (g_quiet > 0) return 0;
  try {
    if (event == "open") {
      audit_open(arguments);
    } else if (event == "os.listdir" || event == "os.scandir") {
      audit_listing(arguments);
    } else if (event == "ctypes.dlopen") {
      audit_dlopen(arguments);
    } else if (starts_process(event)) {
      return audit_process(event);
    }
  } catch (const std::exception&) {
    g_recording->record.doubt();
  }
  return 0;
}

}  // namespace lintcache
