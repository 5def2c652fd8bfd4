// SPDX-License-Identifier: MIT
// Imports that extension modules ask C functions for, past Python's import statement.
//
// The recorder sees import statements, and loads of modules. An extension that calls one of
// PyImport_ImportModuleLevelObject, PyImport_ImportModuleLevel and PyImport_GetModule, as those made by
// Cython do, for a module that is loaded already, is seen by neither. So the program exports functions of
// these names (c_imports.list): the dynamic loader prefers a program's own to those of a library, and
// extensions call ours, which tell and then call Python's. Calls out of libpython itself, which
// some builds lead this way, too, are import statements or of no concern and are not told.
//
// In an interpreter's own process the interpreter is the program, and nothing can be put before its functions.
#pragma once

#include <string>

#include "worker/python_api.h"

namespace lintcache {

// `name`: the absolute name, a str, of a module that is asked for; for `from name import leaf` once more
// with `name.leaf` where that is a module. `importer`: the `__name__` of who asks, or null where it does not say.
// Both are borrowed. A null `name` says that something could not be told. Called in any thread that holds
// Python's lock; imports that it causes itself are not told.
using CImportCallback = void (*)(PyObject* name, PyObject* importer);

// Where to pass calls on; to be called before Python starts.
void forward_c_imports(const PythonApi& api);

// From now on, in this process, `callback` is told. `api` must outlive that.
void watch_c_imports(const PythonApi& api, CImportCallback callback);

// Whether an extension module refers to one of the functions: then its imports cannot all be seen in an
// interpreter's own process. True, too, for a file that cannot be read.
bool imports_behind_our_back(const std::string& extension_file);

}  // namespace lintcache
