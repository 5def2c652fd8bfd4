// SPDX-License-Identifier: MIT
// Functions that Python calls; no C++ exception may pass through them.
#include "worker/recording.h"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <optional>
#include <string_view>

#include "worker/observer.h"

namespace lintcache {
namespace {

constexpr unsigned k_seconds_for_text = 2;

// What the functions below work on; Python gives them no place to keep a pointer that the module
// could not reach.
struct Recording {
  const PythonApi& api;
  const CodeStore& code;
  SharedRecord& record;
  Observer observer;
  bool may_retry;
};
Recording* g_recording = nullptr;

// Finders list directories for themselves; see `quiet` in the recorder.
thread_local int g_quiet = 0;

PyObject* none() {
  g_recording->api.Py_IncRef(g_recording->api.none);
  return g_recording->api.none;
}

// The bytes of a path: text, bytes, or an object that stands for one of them; else nothing.
std::optional<std::string> path_bytes(PyObject* object) {
  const PythonApi& api = g_recording->api;
  PyObject* const path = api.PyOS_FSPath(object);
  if (path == nullptr) {
    api.PyErr_Clear();
    return {};
  }
  char* data = nullptr;
  ssize_t size = 0;
  PyObject* encoded = nullptr;
  if (api.PyBytes_AsStringAndSize(path, &data, &size) != 0) {
    api.PyErr_Clear();
    encoded = api.PyUnicode_EncodeFSDefault(path);
    if (encoded == nullptr || api.PyBytes_AsStringAndSize(encoded, &data, &size) != 0) {
      api.PyErr_Clear();
      g_recording->record.doubt();
    }
  }
  std::optional<std::string> bytes;
  if (data != nullptr) bytes.emplace(data, static_cast<size_t>(size));
  if (encoded != nullptr) api.Py_DecRef(encoded);
  api.Py_DecRef(path);
  return bytes;
}

// A function for Python out of one that takes the arguments' tuple; its failures become doubts.
template <void (*function)(PyObject*)>
PyObject* callable(PyObject*, PyObject* arguments) {
  try {
    function(arguments);
  } catch (const std::exception&) {
    g_recording->record.doubt();
  }
  return none();
}

void lookup(PyObject* arguments) {
  PyObject *entry = nullptr, *leaf = nullptr;
  if (!g_recording->api.PyArg_ParseTuple(arguments, "OO", &entry, &leaf)) return;
  const auto directory = path_bytes(entry);
  const auto name = path_bytes(leaf);
  if (directory && name) g_recording->observer.lookup(*directory, *name);
}

void module_file(PyObject* arguments) {
  int kind = 0;
  PyObject *path = nullptr, *name = nullptr;
  if (!g_recording->api.PyArg_ParseTuple(arguments, "iOO", &kind, &path, &name)) return;
  const auto file = path_bytes(path);
  const auto dotted = path_bytes(name);
  if (file && dotted)
    g_recording->observer.module_file(static_cast<SeenKind>(kind), *file, *dotted);
}

void quiet(PyObject* arguments) {
  int step = 0;
  if (g_recording->api.PyArg_ParseTuple(arguments, "i", &step)) g_quiet += step;
}

void libraries(PyObject*) { g_recording->observer.libraries(); }

void doubt(PyObject*) { g_recording->record.doubt(); }

void retry(PyObject*) {
  if (!g_recording->may_retry || !g_recording->record.owned()) return;
  g_recording->record.want_main();
  _exit(0);
}

void ended(PyObject* arguments) {
  int outcome = 0;
  PyObject* type = nullptr;
  if (!g_recording->api.PyArg_ParseTuple(arguments, "iO", &outcome, &type)) return;
  g_recording->record.end(static_cast<ImportOutcome>(outcome), path_bytes(type).value_or("?"));
}

// From here on the process has two seconds, whatever the module did to the signal.
void hurry(PyObject*) {
  signal(SIGALRM, SIG_DFL);
  sigset_t alarm_signal;
  sigemptyset(&alarm_signal);
  sigaddset(&alarm_signal, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarm_signal, nullptr);
  alarm(k_seconds_for_text);
}

void said(PyObject* arguments) {
  const PythonApi& api = g_recording->api;
  PyObject* text = nullptr;
  if (!api.PyArg_ParseTuple(arguments, "O", &text)) return;
  PyObject* const bytes = api.PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace");
  char* data = nullptr;
  ssize_t size = 0;
  if (bytes != nullptr && api.PyBytes_AsStringAndSize(bytes, &data, &size) == 0)
    g_recording->record.say({data, static_cast<size_t>(size)});
  api.PyErr_Clear();
}

PyObject* absolute(PyObject*, PyObject* arguments) {
  const PythonApi& api = g_recording->api;
  PyObject* path = nullptr;
  if (!api.PyArg_ParseTuple(arguments, "O", &path)) return nullptr;
  try {
    const std::string whole = Observer::absolute(path_bytes(path).value_or(""));
    return api.PyUnicode_DecodeFSDefaultAndSize(whole.data(), static_cast<ssize_t>(whole.size()));
  } catch (const std::exception&) {
    g_recording->record.doubt();
    return none();
  }
}

// stored_code(path, text): a code object, or None.
PyObject* stored_code(PyObject*, PyObject* arguments) {
  const PythonApi& api = g_recording->api;
  PyObject *path = nullptr, *text = nullptr;
  if (!api.PyArg_ParseTuple(arguments, "OO", &path, &text)) return nullptr;
  char* data = nullptr;
  ssize_t size = 0;
  if (api.PyBytes_AsStringAndSize(text, &data, &size) != 0) return nullptr;
  try {
    const std::string_view code =
        g_recording->code.find(path_bytes(path).value_or(""), {data, static_cast<size_t>(size)});
    if (code.empty()) return none();
    return api.PyMarshal_ReadObjectFromString(code.data(), static_cast<ssize_t>(code.size()));
  } catch (const std::exception&) {
    return none();
  }
}

PyMethodDef g_functions[] = {
    {"absolute", absolute, k_method_varargs, nullptr},
    {"doubt", callable<doubt>, k_method_varargs, nullptr},
    {"ended", callable<ended>, k_method_varargs, nullptr},
    {"hurry", callable<hurry>, k_method_varargs, nullptr},
    {"libraries", callable<libraries>, k_method_varargs, nullptr},
    {"lookup", callable<lookup>, k_method_varargs, nullptr},
    {"module_file", callable<module_file>, k_method_varargs, nullptr},
    {"quiet", callable<quiet>, k_method_varargs, nullptr},
    {"retry", callable<retry>, k_method_varargs, nullptr},
    {"said", callable<said>, k_method_varargs, nullptr},
    {"stored_code", stored_code, k_method_varargs, nullptr},
};

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

int audit(const char* name, PyObject* arguments, void*) {
  const std::string_view event(name);
  if (g_quiet > 0) return 0;
  try {
    if (event == "open") {
      audit_open(arguments);
    } else if (event == "os.listdir" || event == "os.scandir") {
      audit_listing(arguments);
    } else if (event == "os.fork" || event == "os.forkpty") {
      // In a sub-interpreter Python kills the new process.
      retry(nullptr);
    }
  } catch (const std::exception&) {
    g_recording->record.doubt();
  }
  return 0;
}

// The recorder's globals: a copy of the builtins, which the module cannot reach, and our functions.
PyObject* recorder_globals(const PythonApi& api) {
  PyObject* const globals = api.PyDict_New();
  PyObject* const builtins = api.PyDict_Copy(api.PyEval_GetBuiltins());
  api.PyDict_SetItemString(globals, "__builtins__", builtins);
  for (PyMethodDef& function : g_functions)
    api.PyDict_SetItemString(globals, function.ml_name,
                             api.PyCFunction_NewEx(&function, nullptr, nullptr));
  return globals;
}

PyObject* text_object(const PythonApi& api, const std::string& bytes) {
  return api.PyUnicode_DecodeFSDefaultAndSize(bytes.data(), static_cast<ssize_t>(bytes.size()));
}

PyObject* run_arguments(const PythonApi& api, const ImportRequest& request,
                        const std::vector<std::string>& sources) {
  PyObject* const directories = api.PyTuple_New(static_cast<ssize_t>(sources.size()));
  for (size_t i = 0; i < sources.size(); ++i)
    api.PyTuple_SetItem(directories, static_cast<ssize_t>(i), text_object(api, sources[i]));
  PyObject* const arguments = api.PyTuple_New(5);
  api.PyTuple_SetItem(arguments, 0, api.PyLong_FromLong(static_cast<long>(request.mode)));
  api.PyTuple_SetItem(arguments, 1, text_object(api, request.path));
  api.PyTuple_SetItem(arguments, 2, text_object(api, request.name));
  api.PyTuple_SetItem(arguments, 3, text_object(api, request.root));
  api.PyTuple_SetItem(arguments, 4, directories);
  return arguments;
}

}  // namespace

void record_import(const Interpreter& interpreter, const CodeStore& code, SharedRecord& record,
                   const ImportRequest& request, const std::vector<std::string>& sources,
                   bool may_retry) {
  const PythonApi& api = interpreter.api();
  Recording recording{api, code, record, Observer(record), may_retry};
  g_recording = &recording;
  const std::string& recorder = interpreter.recorder();
  PyObject* const program =
      api.PyMarshal_ReadObjectFromString(recorder.data(), static_cast<ssize_t>(recorder.size()));
  PyObject* const globals = recorder_globals(api);
  if (api.PyEval_EvalCode(program, globals, globals) != nullptr) {
    PyObject* const run = api.PyDict_GetItemString(globals, "run");
    api.PySys_AddAuditHook(audit, nullptr);
    // Neither atexit functions nor threads of the module have a say in the end.
    if (api.PyObject_CallObject(run, run_arguments(api, request, sources)) != nullptr) _exit(0);
  }
  api.PyErr_Print();
  _exit(1);
}

}  // namespace lintcache
