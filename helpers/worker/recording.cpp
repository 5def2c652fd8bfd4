// SPDX-License-Identifier: MIT
// Functions that Python calls; no C++ exception may pass through them.
#include "worker/recording.h"

#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <functional>
#include <optional>
#include <string_view>

#include "worker/byte_code_file.h"
#include "worker/c_imports.h"
#include "worker/recording_state.h"

namespace lintcache {

Recording* g_recording = nullptr;
thread_local int g_quiet = 0;

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

void leave_for_main_interpreter() {
  if (!g_recording->may_retry || !g_recording->record.owned()) return;
  g_recording->record.want_main();
  _exit(0);
}

namespace {

std::chrono::steady_clock::time_point g_begun;

PyObject* none() {
  g_recording->api.Py_IncRef(g_recording->api.none);
  return g_recording->api.none;
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
  if (file && kind == static_cast<int>(SeenKind::extension) && g_recording->c_imports_unseen &&
      imports_behind_our_back(*file))
    g_recording->record.order_dependent(g_recording->at);
}

void quiet(PyObject* arguments) {
  int step = 0;
  if (g_recording->api.PyArg_ParseTuple(arguments, "i", &step)) g_quiet += step;
}

void compiled(PyObject* arguments) {
  PyObject* path = nullptr;
  if (!g_recording->api.PyArg_ParseTuple(arguments, "O", &path)) return;
  if (const auto source = path_bytes(path)) g_recording->record.add_compiled(*source);
}

void libraries(PyObject*) { g_recording->observer.libraries(); }

PyObject* g_needed = nullptr;  // the recorder's function

// It belongs to the extension that is being loaded, whoever it says it imports for.
void note_c_import(PyObject* name, PyObject*) {
  const PythonApi& api = g_recording->api;
  if (name == nullptr) return g_recording->record.doubt();
  PyObject* const arguments = api.PyTuple_New(1);
  api.Py_IncRef(name);
  api.PyTuple_SetItem(arguments, 0, name);
  if (api.PyObject_CallObject(g_needed, arguments) == nullptr) g_recording->record.doubt();
  api.PyErr_Clear();
  api.Py_DecRef(arguments);
}

void doubt(PyObject*) { g_recording->record.doubt(); }

void retry(PyObject*) { leave_for_main_interpreter(); }

// The number among the arguments; -1 where there is none.
long number_in(PyObject* arguments) {
  int number = -1;
  return g_recording->api.PyArg_ParseTuple(arguments, "i", &number) ? number : -1;
}

void new_module(PyObject* arguments) {
  int number = 0;
  PyObject* name = nullptr;
  if (!g_recording->api.PyArg_ParseTuple(arguments, "iO", &number, &name)) return;
  g_recording->record.add_module(static_cast<uint32_t>(number), path_bytes(name).value_or("?"));
}

void edge(PyObject* arguments) {
  int from = 0, to = 0;
  if (g_recording->api.PyArg_ParseTuple(arguments, "ii", &from, &to))
    g_recording->record.add_import(static_cast<uint32_t>(from), static_cast<uint32_t>(to));
}

void no_edge(PyObject* arguments) {
  int from = 0, to = 0;
  if (g_recording->api.PyArg_ParseTuple(arguments, "ii", &from, &to))
    g_recording->record.drop_import(static_cast<uint32_t>(from), static_cast<uint32_t>(to));
}

void enter(PyObject* arguments) {
  g_recording->at = static_cast<uint32_t>(number_in(arguments));
  g_recording->observer.enter(g_recording->at);
}

void order_dependent(PyObject* arguments) {
  g_recording->record.order_dependent(static_cast<uint32_t>(number_in(arguments)));
}

void avoided(PyObject* arguments) { g_recording->record.avoid(static_cast<uint32_t>(number_in(arguments))); }

void begin(PyObject* arguments) {
  g_begun = std::chrono::steady_clock::now();
  g_recording->record.begin_file(static_cast<uint32_t>(number_in(arguments)));
}

void ended(PyObject* arguments) {
  int outcome = 0;
  PyObject* type = nullptr;
  if (!g_recording->api.PyArg_ParseTuple(arguments, "iO", &outcome, &type)) return;
  g_recording->record.end_file(static_cast<ImportOutcome>(outcome), path_bytes(type).value_or("?"));
}

void over(PyObject*) {
  const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - g_begun;
  if (g_recording->record.owned()) g_recording->mark.write();
  g_recording->record.end_of_file(static_cast<uint64_t>(took.count()));
}

// From here on the process has so many seconds, whatever the module did to the signal; 0: all it wants.
void hurry(PyObject* arguments) {
  const long seconds = number_in(arguments);
  alarm(0);
  if (seconds <= 0) return;
  signal(SIGALRM, SIG_DFL);
  sigset_t alarm_signal;
  sigemptyset(&alarm_signal);
  sigaddset(&alarm_signal, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarm_signal, nullptr);
  alarm(static_cast<unsigned>(seconds));
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

// kept_code(file, head): what was marshalled into it, or None.
PyObject* kept_code(PyObject*, PyObject* arguments) {
  const PythonApi& api = g_recording->api;
  PyObject *file = nullptr, *head = nullptr;
  if (!api.PyArg_ParseTuple(arguments, "OO", &file, &head)) return nullptr;
  char* data = nullptr;
  ssize_t size = 0;
  if (api.PyBytes_AsStringAndSize(head, &data, &size) != 0) return nullptr;
  try {
    const std::string code = read_byte_code(path_bytes(file).value_or(""), {data, static_cast<size_t>(size)});
    if (code.empty()) return none();
    PyObject* const object = api.PyMarshal_ReadObjectFromString(code.data(), static_cast<ssize_t>(code.size()));
    if (object != nullptr) return object;
    api.PyErr_Clear();
  } catch (const std::exception&) {
    // Then it is compiled.
  }
  return none();
}

// Set by whoever asks the terminal, as the module readline does on import; they say nothing about imports.
bool is_of_the_terminal(std::string_view variable) {
  return variable.starts_with("LINES=") || variable.starts_with("COLUMNS=");
}

// A number that stands for the environment and the current directory.
PyObject* environment(PyObject*, PyObject*) {
  size_t value = 0;
  const std::hash<std::string_view> hash;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    if (!is_of_the_terminal(*variable)) value = value * 31 + hash(*variable);
  char directory[4096];
  if (getcwd(directory, sizeof directory) != nullptr) value = value * 31 + hash(directory);
  return g_recording->api.PyLong_FromLong(static_cast<long>(value));
}

// Whether nothing is under way that could strike the next file.
PyObject* steady(PyObject*, PyObject*) {
  bool still = g_recording->mark.intact() && g_recording->record.owned();
  for (const auto which : {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF}) {
    itimerval timer{};
    getitimer(which, &timer);
    still = still && timer.it_value.tv_sec == 0 && timer.it_value.tv_usec == 0;
  }
  return g_recording->api.PyLong_FromLong(still ? 1 : 0);
}

PyMethodDef g_functions[] = {
    {"absolute", absolute, k_method_varargs, nullptr},
    {"avoided", callable<avoided>, k_method_varargs, nullptr},
    {"begin", callable<begin>, k_method_varargs, nullptr},
    {"compiled", callable<compiled>, k_method_varargs, nullptr},
    {"doubt", callable<doubt>, k_method_varargs, nullptr},
    {"edge", callable<edge>, k_method_varargs, nullptr},
    {"ended", callable<ended>, k_method_varargs, nullptr},
    {"enter", callable<enter>, k_method_varargs, nullptr},
    {"environment", environment, k_method_varargs, nullptr},
    {"hurry", callable<hurry>, k_method_varargs, nullptr},
    {"kept_code", kept_code, k_method_varargs, nullptr},
    {"libraries", callable<libraries>, k_method_varargs, nullptr},
    {"lookup", callable<lookup>, k_method_varargs, nullptr},
    {"module_file", callable<module_file>, k_method_varargs, nullptr},
    {"new_module", callable<new_module>, k_method_varargs, nullptr},
    {"no_edge", callable<no_edge>, k_method_varargs, nullptr},
    {"order_dependent", callable<order_dependent>, k_method_varargs, nullptr},
    {"over", callable<over>, k_method_varargs, nullptr},
    {"quiet", callable<quiet>, k_method_varargs, nullptr},
    {"retry", callable<retry>, k_method_varargs, nullptr},
    {"said", callable<said>, k_method_varargs, nullptr},
    {"steady", steady, k_method_varargs, nullptr},
};

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

PyObject* text_tuple(const PythonApi& api, const std::vector<std::string>& texts) {
  PyObject* const tuple = api.PyTuple_New(static_cast<ssize_t>(texts.size()));
  for (size_t i = 0; i < texts.size(); ++i)
    api.PyTuple_SetItem(tuple, static_cast<ssize_t>(i), text_object(api, texts[i]));
  return tuple;
}

PyObject* run_arguments(const PythonApi& api, const ChildTask& task, const ChildOptions& options) {
  PyObject* const files = api.PyTuple_New(static_cast<ssize_t>(task.files.size()));
  for (size_t i = 0; i < task.files.size(); ++i) {
    PyObject* const file = api.PyTuple_New(3);
    api.PyTuple_SetItem(file, 0, api.PyLong_FromLong(static_cast<long>(task.files[i].mode)));
    api.PyTuple_SetItem(file, 1, text_object(api, task.files[i].path));
    api.PyTuple_SetItem(file, 2, text_object(api, task.files[i].name));
    api.PyTuple_SetItem(files, static_cast<ssize_t>(i), file);
  }
  PyObject* const arguments = api.PyTuple_New(5);
  api.PyTuple_SetItem(arguments, 0, files);
  api.PyTuple_SetItem(arguments, 1, text_object(api, task.files.front().root));
  api.PyTuple_SetItem(arguments, 2, text_tuple(api, options.sources));
  api.PyTuple_SetItem(arguments, 3, text_object(api, options.byte_code));
  api.PyTuple_SetItem(arguments, 4, text_tuple(api, task.avoid));
  return arguments;
}

}  // namespace

void record_imports(const Interpreter& interpreter, SharedRecord& record, const ChildTask& task,
                    const ChildOptions& options, OutputMark& mark, bool may_retry) {
  const PythonApi& api = interpreter.api();
  Recording recording{api, record, Observer(record, options.byte_code), mark, may_retry, options.process_limit,
                      interpreter.is_own_process()};
  g_recording = &recording;
  const std::string& recorder = interpreter.recorder();
  PyObject* const program =
      api.PyMarshal_ReadObjectFromString(recorder.data(), static_cast<ssize_t>(recorder.size()));
  PyObject* const globals = recorder_globals(api);
  if (api.PyEval_EvalCode(program, globals, globals) != nullptr) {
    PyObject* const run = api.PyDict_GetItemString(globals, "run");
    g_needed = api.PyDict_GetItemString(globals, "needed");
    watch_c_imports(api, note_c_import);
    api.PySys_AddAuditHook(audit, nullptr);
    // What this process does not need any more is gone when it is, and that is soon.
    if (api.PyGC_Disable != nullptr) api.PyGC_Disable();
    // Neither atexit functions nor threads of the modules have a say in the end.
    if (api.PyObject_CallObject(run, run_arguments(api, task, options)) != nullptr) _exit(0);
  }
  api.PyErr_Print();
  _exit(1);
}

}  // namespace lintcache
