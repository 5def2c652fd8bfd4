// SPDX-License-Identifier: MIT
// Starting Python, and sub-interpreters that extension modules can live in.
#include "worker/interpreter.h"

#include <clocale>

#include "worker/recorder_source.h"
#include "worker/start_guard.h"

namespace lintcache {
namespace {

Result<std::string> compile_recorder(const PythonApi& api) {
  PyObject* code = api.Py_CompileString(k_recorder_source, "<lintcache recorder>", k_file_input);
  PyObject* bytes = code == nullptr ? nullptr : api.PyMarshal_WriteObjectToString(code, k_marshal_version);
  char* data = nullptr;
  ssize_t size = 0;
  if (bytes == nullptr || api.PyBytes_AsStringAndSize(bytes, &data, &size) != 0) {
    api.PyErr_Print();
    return our_fault("Python " + api.version + " cannot compile the recorder");
  }
  std::string recorder(data, static_cast<size_t>(size));
  api.Py_DecRef(bytes);
  api.Py_DecRef(code);
  return recorder;
}

}  // namespace

Result<Interpreter> Interpreter::start(const std::string& library, const std::string& program) {
  Interpreter interpreter;
  LINTCACHE_TRY_ASSIGN(interpreter.api_, load_python(library));
  const PythonApi& api = interpreter.api_;
  {
    const StartGuard guard(program);
    setlocale(LC_CTYPE, "");
    // What a module printed before it died must have left the process.
    if (api.Py_UnbufferedStdioFlag != nullptr) *api.Py_UnbufferedStdioFlag = 1;
    if (api.Py_DontWriteBytecodeFlag != nullptr) *api.Py_DontWriteBytecodeFlag = 1;
    // Python keeps the pointer.
    api.Py_SetProgramName(api.Py_DecodeLocale(program.c_str(), nullptr));
    api.Py_InitializeEx(0);
  }
  LINTCACHE_TRY_ASSIGN(interpreter.recorder_, compile_recorder(api));
  return interpreter;
}

bool Interpreter::enter_sub_interpreter() const {
  PyThreadState* const main = api_.PyThreadState_Get();
  // In Python 3.12 and newer this is the legacy configuration: one lock for all interpreters, and no
  // check for extensions that declare nothing about them.
  if (api_.Py_NewInterpreter() == nullptr) return false;
  if (api_.minor >= 12) return true;
  // Until 3.11 PyGILState_Ensure, which pybind11 and others call on import, looks for the thread state
  // that the thread had first, the main interpreter's, and then waits for ever for the lock that the
  // same thread holds. Without that one, the next to be made takes its place.
  PyInterpreterState* const interpreter = api_.PyInterpreterState_Get();
  api_.PyThreadState_Delete(main);
  api_.PyThreadState_Swap(api_.PyThreadState_New(interpreter));
  return true;
}

}  // namespace lintcache
