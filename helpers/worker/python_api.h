// SPDX-License-Identifier: MIT
// The part of Python's C API that the worker calls, as a table filled when it runs.
//
// Nothing here comes from Python's headers, so that one binary serves every CPython from 3.8 on. That
// is safe because each declaration rests on a promise of the stable ABI (PEP 384, "limited API"):
// objects, thread states and interpreters are only pointed at; reference counts change through
// functions; PyMethodDef and the calling convention METH_VARARGS are fixed parts of it. The calls that
// are not of the limited API (audit hooks, marshal, the fork functions, Py_NewInterpreter) take and
// give only pointers, integers and C strings, and are the same in 3.8 to 3.13. PyConfig changes its
// layout with every version and is therefore not used; Py_SetProgramName and the Py_*Flag variables
// do what we need of it. PyPreConfig is used as a lump.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"

namespace lintcache {

struct PyObject;
struct PyThreadState;
struct PyInterpreterState;

using PyCFunction = PyObject* (*)(PyObject* self, PyObject* arguments);

struct PyMethodDef {
  const char* ml_name;
  PyCFunction ml_meth;
  int ml_flags;
  const char* ml_doc;
};

inline constexpr int k_method_varargs = 1;  // METH_VARARGS
inline constexpr int k_file_input = 257;    // Py_file_input

// Only made and handed on by Python itself, so that its layout does not matter; it has 40 bytes in
// Python 3.8 to 3.13.
struct PyPreConfig {
  alignas(16) char room[512];
};

struct PyStatus {
  int type;  // 0 is success
  const char* function;
  const char* message;
  int exit_code;
};

using PyAuditHook = int (*)(const char* event, PyObject* arguments, void* data);

// Everything that must be there: result, name, parameters.
#define LINTCACHE_PYTHON_FUNCTIONS(X)                                                            \
  X(const char*, Py_GetVersion, ())                                                              \
  X(void, PyPreConfig_InitPythonConfig, (PyPreConfig*))                                          \
  X(PyStatus, Py_PreInitialize, (const PyPreConfig*))                                            \
  X(void, Py_ExitStatusException, (PyStatus))                                                    \
  X(void, Py_InitializeEx, (int))                                                                \
  X(void, Py_SetProgramName, (const wchar_t*))                                                   \
  X(wchar_t*, Py_DecodeLocale, (const char*, size_t*))                                           \
  X(PyThreadState*, Py_NewInterpreter, ())                                                       \
  X(PyThreadState*, PyThreadState_Get, ())                                                       \
  X(PyThreadState*, PyThreadState_New, (PyInterpreterState*))                                    \
  X(PyThreadState*, PyThreadState_Swap, (PyThreadState*))                                        \
  X(void, PyThreadState_Delete, (PyThreadState*))                                                \
  X(void, PyOS_BeforeFork, ())                                                                   \
  X(void, PyOS_AfterFork_Parent, ())                                                             \
  X(void, PyOS_AfterFork_Child, ())                                                              \
  X(int, PySys_AddAuditHook, (PyAuditHook, void*))                                               \
  X(PyObject*, Py_CompileString, (const char*, const char*, int))                                \
  X(PyObject*, PyMarshal_WriteObjectToString, (PyObject*, int))                                  \
  X(PyObject*, PyMarshal_ReadObjectFromString, (const char*, ssize_t))                           \
  X(PyObject*, PyEval_EvalCode, (PyObject*, PyObject*, PyObject*))                               \
  X(PyObject*, PyEval_GetBuiltins, ())                                                           \
  X(PyObject*, PyObject_CallObject, (PyObject*, PyObject*))                                      \
  X(PyObject*, PyCFunction_NewEx, (PyMethodDef*, PyObject*, PyObject*))                          \
  X(int, PyArg_ParseTuple, (PyObject*, const char*, ...))                                        \
  X(PyObject*, PyImport_ImportModuleLevelObject,                                                 \
    (PyObject*, PyObject*, PyObject*, PyObject*, int))                                           \
  X(PyObject*, PyImport_ImportModuleLevel, (const char*, PyObject*, PyObject*, PyObject*, int))  \
  X(PyObject*, PyImport_GetModule, (PyObject*))                                                  \
  X(PyObject*, PyDict_New, ())                                                                   \
  X(PyObject*, PyDict_Copy, (PyObject*))                                                         \
  X(int, PyDict_SetItemString, (PyObject*, const char*, PyObject*))                              \
  X(PyObject*, PyDict_GetItemString, (PyObject*, const char*))                                   \
  X(PyObject*, PyTuple_New, (ssize_t))                                                           \
  X(int, PyTuple_SetItem, (PyObject*, ssize_t, PyObject*))                                       \
  X(PyObject*, PyTuple_GetItem, (PyObject*, ssize_t))                                            \
  X(ssize_t, PySequence_Size, (PyObject*))                                                       \
  X(PyObject*, PySequence_GetItem, (PyObject*, ssize_t))                                         \
  X(PyObject*, PyLong_FromLong, (long))                                                          \
  X(long, PyLong_AsLong, (PyObject*))                                                            \
  X(PyObject*, PyUnicode_FromStringAndSize, (const char*, ssize_t))                              \
  X(PyObject*, PyUnicode_DecodeFSDefaultAndSize, (const char*, ssize_t))                         \
  X(PyObject*, PyUnicode_EncodeFSDefault, (PyObject*))                                           \
  X(PyObject*, PyUnicode_AsEncodedString, (PyObject*, const char*, const char*))                 \
  X(int, PyBytes_AsStringAndSize, (PyObject*, char**, ssize_t*))                                 \
  X(PyObject*, PyOS_FSPath, (PyObject*))                                                         \
  X(void, PyErr_SetString, (PyObject*, const char*))                                             \
  X(PyObject*, PyErr_Occurred, ())                                                               \
  X(void, PyErr_Clear, ())                                                                       \
  X(void, PyErr_Print, ())                                                                       \
  X(void, Py_IncRef, (PyObject*))                                                                \
  X(void, Py_DecRef, (PyObject*))

struct PythonApi {
#define LINTCACHE_MEMBER(result, name, parameters) result(*name) parameters = nullptr;
  LINTCACHE_PYTHON_FUNCTIONS(LINTCACHE_MEMBER)
#undef LINTCACHE_MEMBER
  PyObject* none = nullptr;
  PyObject* os_error = nullptr;  // the class OSError

  // These two are one function under two names: public since 3.9, private before.
  PyInterpreterState* (*PyInterpreterState_Get)() = nullptr;

  // Null before Python 3.10.
  int (*PyGC_Disable)() = nullptr;

  // Null where a later Python has dropped them.
  int* Py_UnbufferedStdioFlag = nullptr;
  int* Py_DontWriteBytecodeFlag = nullptr;

  int minor = 0;        // 11 of "3.11.2"
  std::string version;  // "3.11.2"
};

// Opens a shared libpython for good.
Result<PythonApi> load_python(const std::string& library);

// The Python whose process this is; `program` names it in errors.
Result<PythonApi> python_of_this_process(const std::string& program);

}  // namespace lintcache
