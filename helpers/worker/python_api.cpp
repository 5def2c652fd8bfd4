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

Error no_libpython(const std::string& library, std::string what) {
  return asked_wrongly(std::move(what), library,
                       "--libpython wants the shared library of CPython 3.8 or newer");
}

}  // namespace

Result<PythonApi> load_python(const std::string& library) {
  // RTLD_GLOBAL: extension modules are not linked with libpython, they find its names in the process.
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (handle == nullptr) return no_libpython(dlerror(), "cannot open the Python library");

  PythonApi api;
  if (!find_symbol(handle, "Py_GetVersion", api.Py_GetVersion))
    return no_libpython(library, "this is not a Python library");
  api.version = api.Py_GetVersion();
  api.version.resize(std::min(api.version.find(' '), api.version.size()));
  const char* text = api.version.c_str();
  if (api.version.substr(0, 2) == "3.") api.minor = std::atoi(text + 2);
  if (api.minor < k_oldest_minor) return no_libpython(library, "Python " + api.version + " is too old");

#define LINTCACHE_FIND(result, name, parameters) \
  if (!find_symbol(handle, #name, api.name))     \
    return no_libpython(library, "the Python library lacks " #name);
  LINTCACHE_PYTHON_FUNCTIONS(LINTCACHE_FIND)
#undef LINTCACHE_FIND
  if (!find_symbol(handle, "_Py_NoneStruct", api.none))
    return no_libpython(library, "the Python library lacks None");
  if (!find_symbol(handle, "PyInterpreterState_Get", api.PyInterpreterState_Get) &&
      !find_symbol(handle, "_PyInterpreterState_Get", api.PyInterpreterState_Get))
    return no_libpython(library, "the Python library lacks PyInterpreterState_Get");
  find_symbol(handle, "Py_UnbufferedStdioFlag", api.Py_UnbufferedStdioFlag);
  find_symbol(handle, "Py_DontWriteBytecodeFlag", api.Py_DontWriteBytecodeFlag);
  return api;
}

}  // namespace lintcache
