// SPDX-License-Identifier: MIT
// Filling the table of Python's C API.
#include "worker/python_api.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>

namespace lintcache {
namespace {

constexpr int k_oldest_minor = 8;  // audit hooks

template <class Pointer>
bool find_symbol(void* library, const char* name, Pointer& into) {
  into = reinterpret_cast<Pointer>(dlsym(library, name));
  return into != nullptr;
}

// Where Python's names are looked up, and how to speak of it.
struct Source {
  void* handle;
  std::string place;
  const char* noun;
  const char* hint;
};

Error unusable(const Source& source, std::string what) {
  return asked_wrongly(std::move(what), source.place, source.hint);
}

Error lacking(const Source& source, const std::string& name) {
  return unusable(source, std::string("the Python ") + source.noun + " lacks " + name);
}

Result<PythonApi> fill(const Source& source) {
  PythonApi api;
  if (!find_symbol(source.handle, "Py_GetVersion", api.Py_GetVersion))
    return unusable(source, std::string("this is not a Python ") + source.noun);
  api.version = api.Py_GetVersion();
  api.version.resize(std::min(api.version.find(' '), api.version.size()));
  const char* text = api.version.c_str();
  if (api.version.substr(0, 2) == "3.") api.minor = std::atoi(text + 2);
  if (api.minor < k_oldest_minor) return unusable(source, "Python " + api.version + " is too old");

#define LINTCACHE_FIND(result, name, parameters) \
  if (!find_symbol(source.handle, #name, api.name)) return lacking(source, #name);
  LINTCACHE_PYTHON_FUNCTIONS(LINTCACHE_FIND)
#undef LINTCACHE_FIND
  if (!find_symbol(source.handle, "_Py_NoneStruct", api.none)) return lacking(source, "None");
  PyObject** os_error = nullptr;
  if (!find_symbol(source.handle, "PyExc_OSError", os_error)) return lacking(source, "OSError");
  api.os_error = *os_error;
  if (!find_symbol(source.handle, "PyInterpreterState_Get", api.PyInterpreterState_Get) &&
      !find_symbol(source.handle, "_PyInterpreterState_Get", api.PyInterpreterState_Get))
    return lacking(source, "PyInterpreterState_Get");
  find_symbol(source.handle, "Py_UnbufferedStdioFlag", api.Py_UnbufferedStdioFlag);
  find_symbol(source.handle, "Py_DontWriteBytecodeFlag", api.Py_DontWriteBytecodeFlag);
  return api;
}

}  // namespace

Result<PythonApi> load_python(const std::string& library) {
  Source source{nullptr, library, "library",
                "--libpython wants the shared library of CPython 3.8 or newer"};
  // RTLD_GLOBAL: extension modules are not linked with libpython, they find its names in the process.
  source.handle = dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (source.handle == nullptr) {
    source.place = dlerror();
    return unusable(source, "cannot open the Python library");
  }
  return fill(source);
}

Result<PythonApi> python_of_this_process(const std::string& program) {
  return fill({RTLD_DEFAULT, program, "interpreter", "CPython 3.8 or newer is needed"});
}

}  // namespace lintcache
