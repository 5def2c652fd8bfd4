// SPDX-License-Identifier: MIT
// Standing between extension modules and libpython.
#include "worker/c_imports.h"

#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <optional>

#include "base/descriptor.h"

namespace lintcache {
namespace {

// The three that are told, and Python's own behind them.
struct {
  decltype(PythonApi::PyImport_ImportModuleLevelObject) level_object = nullptr;
  decltype(PythonApi::PyImport_ImportModuleLevel) level = nullptr;
  decltype(PythonApi::PyImport_GetModule) get_module = nullptr;
} g_python;

const PythonApi* g_api = nullptr;
CImportCallback g_callback = nullptr;
thread_local bool g_telling = false;

// The memory that one library fills.
struct Range {
  uintptr_t holds;  // an address in it
  uintptr_t begin = 0, end = 0;
} g_libpython{};

int find_range(dl_phdr_info* info, size_t, void* data) {
  auto* range = static_cast<Range*>(data);
  uintptr_t begin = UINTPTR_MAX, end = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = info->dlpi_phdr[i];
    if (part.p_type != PT_LOAD) continue;
    begin = std::min<uintptr_t>(begin, info->dlpi_addr + part.p_vaddr);
    end = std::max<uintptr_t>(end, info->dlpi_addr + part.p_vaddr + part.p_memsz);
  }
  if (range->holds < begin || range->holds >= end) return 0;
  range->begin = begin;
  range->end = end;
  return 1;
}

// With an exception under way Python is not to be asked anything.
bool is_to_be_told(const void* caller) {
  const auto address = reinterpret_cast<uintptr_t>(caller);
  const bool is_python = address >= g_libpython.begin && address < g_libpython.end;
  return g_callback != nullptr && !is_python && !g_telling && g_api->PyErr_Occurred() == nullptr;
}

std::optional<std::string> text_of(PyObject* object) {
  if (object == nullptr) return {};
  PyObject* const bytes = g_api->PyUnicode_AsEncodedString(object, "utf-8", "strict");
  char* data = nullptr;
  ssize_t size = 0;
  std::optional<std::string> text;
  if (bytes != nullptr && g_api->PyBytes_AsStringAndSize(bytes, &data, &size) == 0)
    text.emplace(data, static_cast<size_t>(size));
  g_api->PyErr_Clear();
  if (bytes != nullptr) g_api->Py_DecRef(bytes);
  return text;
}

PyObject* global(PyObject* globals, const char* name) {
  return globals == nullptr ? nullptr : g_api->PyDict_GetItemString(globals, name);
}

void drop_last_part(std::string& name) { name.resize(std::min(name.rfind('.'), name.size())); }

// As importlib counts from; nothing where it will complain.
std::optional<std::string> package_of(PyObject* globals) {
  if (auto package = text_of(global(globals, "__package__"))) return package;
  auto name = text_of(global(globals, "__name__"));
  if (name && global(globals, "__path__") == nullptr) {
    if (name->find('.') == std::string::npos) return {};
    drop_last_part(*name);
  }
  return name;
}

std::optional<std::string> absolute_name(const std::string& name, PyObject* globals, int level) {
  if (level <= 0) return name;
  auto package = package_of(globals);
  if (!package || std::count(package->begin(), package->end(), '.') < level - 1) return {};
  for (int step = 1; step < level; ++step) drop_last_part(*package);
  return name.empty() ? package : *package + "." + name;
}

void tell(const std::string& name, PyObject* importer) {
  PyObject* const object = g_api->PyUnicode_FromStringAndSize(name.data(), static_cast<ssize_t>(name.size()));
  if (object == nullptr) return g_api->PyErr_Clear();
  g_telling = true;
  g_callback(object, importer);
  g_telling = false;
  g_api->Py_DecRef(object);
}

void tell_submodules(const std::string& name, PyObject* fromlist, PyObject* importer) {
  if (fromlist == nullptr || fromlist == g_api->none) return;
  const ssize_t count = g_api->PySequence_Size(fromlist);
  for (ssize_t i = 0; i < count; ++i) {
    PyObject* const leaf = g_api->PySequence_GetItem(fromlist, i);
    const auto text = text_of(leaf);
    if (leaf != nullptr) g_api->Py_DecRef(leaf);
    if (!text) continue;
    const std::string whole = name + "." + *text;
    PyObject* const object =
        g_api->PyUnicode_FromStringAndSize(whole.data(), static_cast<ssize_t>(whole.size()));
    PyObject* const module = object == nullptr ? nullptr : g_python.get_module(object);
    if (module != nullptr) tell(whole, importer);
    for (PyObject* used : {object, module})
      if (used != nullptr) g_api->Py_DecRef(used);
  }
  g_api->PyErr_Clear();
}

// Runs `telling`, out of which no C++ exception may come: the callers are C.
template <class Telling>
void safely(const Telling& telling) {
  try {
    telling();
  } catch (const std::exception&) {
    g_telling = true;
    g_callback(nullptr, nullptr);
    g_telling = false;
  }
}

// Tells what is asked for, lets `import` do it, tells what came.
template <class Import>
PyObject* told(const std::optional<std::string>& name, PyObject* globals, PyObject* fromlist, int level,
               const Import& import) {
  std::optional<std::string> whole;
  safely([&] {
    if (name) whole = absolute_name(*name, globals, level);
    if (whole) tell(*whole, global(globals, "__name__"));
  });
  PyObject* const module = import();
  if (module != nullptr && whole)
    safely([&] { tell_submodules(*whole, fromlist, global(globals, "__name__")); });
  return module;
}

}  // namespace

void forward_c_imports(const PythonApi& api) {
  g_python = {api.PyImport_ImportModuleLevelObject, api.PyImport_ImportModuleLevel, api.PyImport_GetModule};
}

void watch_c_imports(const PythonApi& api, CImportCallback callback) {
  g_api = &api;
  g_libpython = {reinterpret_cast<uintptr_t>(api.Py_GetVersion)};
  dl_iterate_phdr(find_range, &g_libpython);
  g_callback = callback;
}

bool imports_behind_our_back(const std::string& extension_file) {
  const Descriptor file(open(extension_file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (!file || fstat(file.get(), &status) != 0) return true;
  const auto size = static_cast<size_t>(status.st_size);
  void* const bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (bytes == MAP_FAILED) return true;
  // Names in a table of names end in a zero byte: PyImport_GetModuleDict is another function.
  bool refers = false;
  for (const char* name : {"PyImport_ImportModuleLevelObject", "PyImport_ImportModuleLevel", "PyImport_GetModule"})
    refers = refers || memmem(bytes, size, name, std::strlen(name) + 1) != nullptr;
  munmap(bytes, size);
  return refers;
}

}  // namespace lintcache

using lintcache::PyObject;

#define LINTCACHE_EXPORTED extern "C" __attribute__((visibility("default"), used, noinline))

LINTCACHE_EXPORTED PyObject* PyImport_ImportModuleLevelObject(PyObject* name, PyObject* globals,
                                                              PyObject* locals, PyObject* fromlist, int level) {
  using namespace lintcache;
  const auto import = [&] { return g_python.level_object(name, globals, locals, fromlist, level); };
  if (!is_to_be_told(__builtin_return_address(0))) return import();
  std::optional<std::string> text;
  safely([&] { text = text_of(name); });
  return told(text, globals, fromlist, level, import);
}

LINTCACHE_EXPORTED PyObject* PyImport_ImportModuleLevel(const char* name, PyObject* globals, PyObject* locals,
                                                        PyObject* fromlist, int level) {
  using namespace lintcache;
  const auto import = [&] { return g_python.level(name, globals, locals, fromlist, level); };
  if (!is_to_be_told(__builtin_return_address(0))) return import();
  std::optional<std::string> text;
  safely([&] { text = name; });
  return told(text, globals, fromlist, level, import);
}

LINTCACHE_EXPORTED PyObject* PyImport_GetModule(PyObject* name) {
  using namespace lintcache;
  PyObject* const module = g_python.get_module(name);
  if (module != nullptr && is_to_be_told(__builtin_return_address(0)))
    safely([&] {
      if (const auto text = text_of(name)) tell(*text, nullptr);
    });
  return module;
}
