// SPDX-License-Identifier: MIT
// What extension modules import through C functions is told, by a program that exports them first.
#include "worker/c_imports.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "base/descriptor.h"
#include "base/frame.h"
#include "base/text.h"
#include "support.h"
#include "worker/interpreter.h"

namespace lintcache::test {
namespace {

// What Cython writes, more or less; each call in a function, and one while the module is made.
constexpr const char* k_extension = R"(
#include <Python.h>
static PyObject* globals(const char* name) {
  return Py_BuildValue("{s:s,s:s}", "__name__", name, "__package__", "package");
}
static PyObject* absolute(PyObject* self, PyObject* none) {
  PyObject* name = PyUnicode_FromString("json.decoder");
  return PyImport_ImportModuleLevelObject(name, globals("package.caller"), NULL, NULL, 0);
}
static PyObject* leaves(PyObject* self, PyObject* none) {
  PyObject* name = PyUnicode_FromString("json");
  return PyImport_ImportModuleLevelObject(name, globals("package.caller"), NULL,
                                          Py_BuildValue("[ss]", "encoder", "loads"), 0);
}
static PyObject* relative(PyObject* self, PyObject* none) {
  return PyImport_ImportModuleLevel("sibling", globals("package.caller"), NULL, Py_BuildValue("[s]", "x"), 1);
}
static PyObject* missing(PyObject* self, PyObject* none) {
  return PyImport_ImportModuleLevel("not_there", globals("package.caller"), NULL, NULL, 1);
}
static PyObject* loaded(PyObject* self, PyObject* none) {
  PyObject* module = PyImport_GetModule(PyUnicode_FromString("json.scanner"));
  if (module == NULL) Py_RETURN_NONE;
  return module;
}
static PyObject* unloaded(PyObject* self, PyObject* none) {
  PyImport_GetModule(PyUnicode_FromString("never_loaded"));
  Py_RETURN_NONE;
}
static PyMethodDef functions[] = {{"absolute", absolute, METH_NOARGS, NULL}, {"leaves", leaves, METH_NOARGS, NULL},
                                  {"relative", relative, METH_NOARGS, NULL}, {"missing", missing, METH_NOARGS, NULL},
                                  {"loaded", loaded, METH_NOARGS, NULL}, {"unloaded", unloaded, METH_NOARGS, NULL},
                                  {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "extension", NULL, -1, functions, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_extension(void) {
  PyObject* name = PyUnicode_FromString("json");
  PyObject* module = PyImport_ImportModuleLevelObject(name, NULL, NULL, NULL, 0);
  return module == NULL ? NULL : PyModule_Create(&definition);
}
)";

// Builds extension.so in the tree; false where this Python has no headers.
bool build_extension(ScratchTree& tree, const Python& python) {
  const auto headers = ask_python(python.program, "import sysconfig; print(sysconfig.get_path('include'))");
  if (!headers || !std::ifstream(*headers + "/Python.h")) return false;
  const std::string source = tree.write("extension.c", k_extension);
  const Stop stop;
  const auto made = run_process({{LINTCACHE_TEST_CXX, "-x", "c++", "-w", "-fpermissive", "-shared", "-fPIC", "-I" + *headers, "-o",
                                  tree.path("extension.so"), source},
                                 {"PATH=/usr/bin:/bin"},
                                 tree.root()},
                                stop);
  EXPECT_TRUE(made.ok() && made->exit_status == 0) << (made ? made->err : made.error().text());
  return made && made->exit_status == 0;
}

// In a process that has one Python: what was told while each line ran.
struct Told {
  const PythonApi* api;
  std::vector<std::string> names;
} g_told;

std::string text_of(PyObject* object) {
  char* data = nullptr;
  ssize_t size = 0;
  PyObject* const bytes = g_told.api->PyUnicode_AsEncodedString(object, "utf-8", "strict");
  g_told.api->PyBytes_AsStringAndSize(bytes, &data, &size);
  return {data, static_cast<size_t>(size)};
}

void note(PyObject* name, PyObject* importer) {
  g_told.names.push_back(text_of(name) + (importer == nullptr ? "" : " for " + text_of(importer)));
}

Fields run_lines(const Python& python, const std::vector<std::string>& lines) {
  auto interpreter = Interpreter::start(python.libpython, python.program);
  if (!interpreter) return {interpreter.error().text()};
  const PythonApi& api = interpreter->api();
  PyObject* const globals = api.PyDict_New();
  api.PyDict_SetItemString(globals, "__builtins__", api.PyEval_GetBuiltins());
  g_told.api = &api;
  watch_c_imports(api, note);
  Fields told;
  for (const std::string& line : lines) {
    g_told.names.clear();
    PyObject* const code = api.Py_CompileString(line.c_str(), "<test>", k_file_input);
    if (code == nullptr || api.PyEval_EvalCode(code, globals, globals) == nullptr) {
      api.PyErr_Print();
      return {"failed: " + line};
    }
    told.push_back(join(g_told.names, ", "));
  }
  return told;
}

// The same in a process of its own.
Fields told_by(const Python& python, const std::vector<std::string>& lines) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    const auto sent = write_frame(ends[1], run_lines(python, lines));
    _exit(sent ? 0 : 1);
  }
  close(ends[1]);
  const auto told = read_frame(ends[0]);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return told ? *told : Fields{told.error().text()};
}

TEST(CImports, are_told_with_every_python) {
  size_t tried = 0;
  for (const Python& python : pythons()) {
    SCOPED_TRACE(python.libpython);
    ScratchTree tree;
    if (!build_extension(tree, python)) continue;
    ++tried;
    tree.write("package/__init__.py", "");
    tree.write("package/sibling.py", "");
    const Fields told = told_by(python, {
        "import sys; sys.path[:0] = ['" + tree.root() + "']",
        "import json, package.sibling, warnings, decimal, pickle",  // out of libpython: no concern of ours
        "import extension",
        "assert extension.absolute() is sys.modules['json']",
        "extension.leaves()",
        "assert extension.relative() is sys.modules['package.sibling']",
        "try: extension.missing()\nexcept ImportError: pass",
        "assert extension.loaded() is sys.modules['json.scanner']",
        "extension.unloaded()",
        "pickle.loads(pickle.dumps(decimal.Decimal(1)))"});
    EXPECT_EQ(told, (Fields{"", "", "json", "json.decoder for package.caller",
                            "json for package.caller, json.encoder for package.caller",
                            "package.sibling for package.caller", "package.not_there for package.caller",
                            "json.scanner", "", ""}));
  }
  if (tried == 0) GTEST_SKIP() << "no Python has its headers here";
}

TEST(CImports, those_of_two_files_in_one_process_are_edges_of_each) {
  for (const bool own_process : {false, true}) {
    ScratchTree tree;
    if (!build_extension(tree, a_python())) GTEST_SKIP() << "this Python has no headers here";
    tree.write("first.py", "import json\n");
    tree.write("second.py", "import extension\nextension.absolute()\n");
    TestWorker worker(tree.root(), {.own_process = own_process});
    ImportBatch batch;
    for (const char* name : {"first", "second"})
      batch.push_back({tree.path(std::string(name) + ".py"), name, tree.root(), ImportMode::module});
    const BatchReport report = worker.ask(batch);
    ASSERT_EQ(report.files.size(), 2u);
    const ImportReport second = report_of(report, 1);
    EXPECT_EQ(second.outcome, ImportOutcome::imported) << second.exception;
    const std::set<std::string> modules = paths(second, SeenKind::module);
    const bool saw_json = std::any_of(modules.begin(), modules.end(), [](const std::string& path) {
      return path.ends_with("/json/__init__.py");
    });
    // Where they cannot be seen, the file must be asked for again, alone.
    EXPECT_TRUE(saw_json || (own_process && second.order_dependent)) << "own process: " << own_process;
  }
}

TEST(ImportsBehindOurBack, are_those_of_files_that_name_the_functions) {
  ScratchTree tree;
  using std::string_literals::operator""s;
  EXPECT_TRUE(imports_behind_our_back(tree.write("one.so", "\x7f""ELF PyImport_GetModule\0"s)));
  EXPECT_TRUE(imports_behind_our_back(tree.write("two.so", "\0PyImport_ImportModuleLevel\0"s)));
  EXPECT_TRUE(imports_behind_our_back(tree.write("three.so", "\0PyImport_ImportModuleLevelObject\0"s)));
  EXPECT_FALSE(imports_behind_our_back(
      tree.write("four.so", "\0PyImport_GetModuleDict\0PyImport_ImportModule\0PyImport_Import\0"s)));
  EXPECT_TRUE(imports_behind_our_back(tree.path("not there")));
}

}  // namespace
}  // namespace lintcache::test
