// SPDX-License-Identifier: MIT
// Starting Python, and sub-interpreters that extension modules can live in.
#include "worker/interpreter.h"

#include "worker/c_imports.h"
#include "worker/recorder_source.h"
#include "worker/start_guard.h"

namespace lintcache {
namespace {

Result<std::string> compile_recorder(const PythonApi& api) {
  // Warnings look past frames of the import system when they ask who imports; these two words make it one.
  PyObject* code =
      api.Py_CompileString(k_recorder_source, "<lintcache: importlib _bootstrap>", k_file_input);
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

void initialize(const PythonApi& api, const std::string& program) {
  const StartGuard guard(program);
  // As the `python` program settles its encoding: in the locale "C" that is UTF-8 nevertheless.
  PyPreConfig encoding;
  api.PyPreConfig_InitPythonConfig(&encoding);
  if (const PyStatus status = api.Py_PreInitialize(&encoding); status.type != 0)
    api.Py_ExitStatusException(status);
  // What a module printed before it died must have left the process.
  if (api.Py_UnbufferedStdioFlag != nullptr) *api.Py_UnbufferedStdioFlag = 1;
  if (api.Py_DontWriteBytecodeFlag != nullptr) *api.Py_DontWriteBytecodeFlag = 1;
  // Python keeps the pointer.
  api.Py_SetProgramName(api.Py_DecodeLocale(program.c_str(), nullptr));
  api.Py_InitializeEx(0);
}

// What an interpreter's own process has of the way the worker was started, which no import may see. Where
// a libpython was opened, there is none of it.
constexpr const char* k_tidy = R"PY(
import sys
sys.argv = ['']
if hasattr(sys, 'orig_argv'):
    sys.orig_argv = []
if sys.path[:1] == ['']:
    del sys.path[0]
)PY";
// Python 3.13 loads this for the sake of the text after `-c`.
constexpr const char* k_tidy_once = "sys.modules.pop('linecache', None)\n";

bool run(const PythonApi& api, const std::string& text) {
  PyObject* const globals = api.PyDict_New();
  api.PyDict_SetItemString(globals, "__builtins__", api.PyEval_GetBuiltins());
  PyObject* const code = api.Py_CompileString(text.c_str(), "<lintcache>", k_file_input);
  const bool done = code != nullptr && api.PyEval_EvalCode(code, globals, globals) != nullptr;
  if (!done) api.PyErr_Print();
  return done;
}

}  // namespace

Result<Interpreter> Interpreter::start(const std::string& library, const std::string& program) {
  LINTCACHE_TRY_ASSIGN(PythonApi api,
                       library.empty() ? python_of_this_process(program) : load_python(library));
  if (!library.empty()) {
    forward_c_imports(api);
    initialize(api, program);
  } else if (!run(api, std::string(k_tidy) + (api.minor >= 13 ? k_tidy_once : ""))) {
    return our_fault("cannot tidy up the interpreter", program);
  }
  Interpreter interpreter;
  interpreter.is_own_process_ = library.empty();
  LINTCACHE_TRY_ASSIGN(interpreter.recorder_, compile_recorder(api));
  interpreter.api_ = std::move(api);
  return interpreter;
}

bool Interpreter::enter_sub_interpreter() const {
  PyThreadState* const main = api_.PyThreadState_Get();
  // In Python 3.12 and newer this is the legacy configuration: one lock for all interpreters, and no
  // check for extensions that declare nothing about them.
  if (api_.Py_NewInterpreter() == nullptr) return false;
  if (is_own_process_ && !run(api_, k_tidy)) return false;
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
