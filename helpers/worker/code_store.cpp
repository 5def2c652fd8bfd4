// SPDX-License-Identifier: MIT
// Compiling sources in a process of their own: the compiler is code that can be crashed, too.
#include "worker/code_store.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>

#include "base/descriptor.h"
#include "base/frame.h"

namespace lintcache {
namespace {

constexpr unsigned k_seconds_for_all = 20;

// A source that makes the compiler warn is compiled and warns in each import, whichever comes first.
constexpr const char* k_warnings_are_errors = "import warnings\nwarnings.simplefilter('error')\n";

void refuse_warnings(const PythonApi& api) {
  PyObject* const globals = api.PyDict_New();
  api.PyDict_SetItemString(globals, "__builtins__", api.PyEval_GetBuiltins());
  PyObject* const code = api.Py_CompileString(k_warnings_are_errors, "<lintcache>", k_file_input);
  if (code == nullptr || api.PyEval_EvalCode(code, globals, globals) == nullptr) _exit(1);
}

// Empty where it cannot be compiled.
std::string compiled(const PythonApi& api, const std::string& path, const std::string& text) {
  if (text.find('\0') != std::string::npos) return {};
  PyObject* const code = api.Py_CompileString(text.c_str(), path.c_str(), k_file_input);
  PyObject* const bytes =
      code == nullptr ? nullptr : api.PyMarshal_WriteObjectToString(code, k_marshal_version);
  char* data = nullptr;
  ssize_t size = 0;
  std::string result;
  if (bytes != nullptr && api.PyBytes_AsStringAndSize(bytes, &data, &size) == 0)
    result.assign(data, static_cast<size_t>(size));
  api.PyErr_Clear();
  if (bytes != nullptr) api.Py_DecRef(bytes);
  if (code != nullptr) api.Py_DecRef(code);
  return result;
}

// Sends path, text and code of each source that compiles.
[[noreturn]] void run_compiler(const PythonApi& api, const std::vector<std::string>& paths, int output) {
  alarm(k_seconds_for_all);
  api.PyOS_AfterFork_Child();
  refuse_warnings(api);
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::string code = compiled(api, path, text);
    if (!code.empty() && !write_frame(output, {path, text, code})) _exit(1);
  }
  _exit(0);
}

}  // namespace

std::string_view CodeStore::find(const std::string& path, std::string_view text) const {
  const auto source = sources_.find(path);
  if (source == sources_.end() || source->second.text != text) return {};
  return source->second.code;
}

void CodeStore::learn(const Interpreter& interpreter, const std::vector<std::string>& paths) {
  std::vector<std::string> wanted;
  for (const std::string& path : paths) {
    const auto [source, is_new] = sources_.try_emplace(path);
    if (is_new || source->second.tried) continue;
    source->second.tried = true;
    wanted.push_back(path);
  }
  int ends[2];
  if (wanted.empty() || pipe2(ends, O_CLOEXEC) != 0) return;
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const PythonApi& api = interpreter.api();
  api.PyOS_BeforeFork();
  const pid_t pid = fork();
  if (pid == 0) run_compiler(api, wanted, write_end.get());
  api.PyOS_AfterFork_Parent();
  if (pid < 0) return;
  write_end.close();
  for (;;) {
    auto fields = read_frame(read_end.get());
    if (!fields || fields->size() != 3) break;
    Source& source = sources_[(*fields)[0]];
    source.text = std::move((*fields)[1]);
    source.code = std::move((*fields)[2]);
  }
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace lintcache
