// SPDX-License-Identifier: MIT
// Compiling for later imports, in a process of its own: the compiler is code that can be crashed, too.
#include "worker/byte_code.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string_view>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/path.h"
#include "worker/byte_code_file.h"

namespace lintcache {
namespace {

constexpr unsigned k_seconds_for_all = 20;

// The functions of recorder_code.py that run here.
class Compiler {
 public:
  Compiler(const Interpreter& interpreter, const std::string& directory)
      : api_(interpreter.api()), directory_(text(directory)), globals_(api_.PyDict_New()) {
    const std::string& recorder = interpreter.recorder();
    PyObject* const program =
        api_.PyMarshal_ReadObjectFromString(recorder.data(), static_cast<ssize_t>(recorder.size()));
    api_.PyDict_SetItemString(globals_, "__builtins__", api_.PyEval_GetBuiltins());
    if (program == nullptr || api_.PyEval_EvalCode(program, globals_, globals_) == nullptr ||
        call("refuse_warnings", {}) == nullptr)
      _exit(1);
  }

  // Leaves a source alone that will not do, and one whose code is kept already.
  void keep(const std::string& path) {
    PyObject* const source = text(path);
    PyObject* const found = call("what_to_keep", {source, directory_});
    const auto file = found == nullptr ? std::nullopt : bytes(api_.PyUnicode_EncodeFSDefault(item(found, 0)));
    const auto head = found == nullptr ? std::nullopt : bytes(item(found, 1));
    if (file && head && read_byte_code(*file, *head).empty()) {
      PyObject* const code = call("marshalled_code", {source, item(found, 2)});
      if (const auto marshalled = bytes(code))
        [[maybe_unused]] const auto kept = write_byte_code(*file, *head, *marshalled);
      if (code != nullptr) api_.Py_DecRef(code);
    }
    if (found != nullptr) api_.Py_DecRef(found);
    api_.PyErr_Clear();
  }

 private:
  PyObject* text(const std::string& path) const {
    return api_.PyUnicode_DecodeFSDefaultAndSize(path.data(), static_cast<ssize_t>(path.size()));
  }

  PyObject* call(const char* name, const std::vector<PyObject*>& words) {
    PyObject* const arguments = api_.PyTuple_New(static_cast<ssize_t>(words.size()));
    for (size_t i = 0; i < words.size(); ++i) {
      if (words[i] != nullptr) api_.Py_IncRef(words[i]);
      api_.PyTuple_SetItem(arguments, static_cast<ssize_t>(i), words[i]);
    }
    PyObject* const result = api_.PyObject_CallObject(api_.PyDict_GetItemString(globals_, name), arguments);
    api_.Py_DecRef(arguments);
    return result;
  }

  PyObject* item(PyObject* tuple, ssize_t index) { return api_.PyTuple_GetItem(tuple, index); }

  std::optional<std::string> bytes(PyObject* object) {
    char* data = nullptr;
    ssize_t size = 0;
    if (object == nullptr || api_.PyBytes_AsStringAndSize(object, &data, &size) != 0) return {};
    return std::string(data, static_cast<size_t>(size));
  }

  const PythonApi& api_;
  PyObject* directory_;
  PyObject* globals_;
};

struct Lesson {
  const std::vector<std::string>& sources;
  const std::string& directory;
  bool sweeps;
};

// Puts one byte into `output` for each source that is done.
[[noreturn]] void run_compiler(const Interpreter& interpreter, const Lesson& lesson, pid_t parent, int output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  alarm(k_seconds_for_all);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  dup2(1, 2);  // what Python says before it dies is for nobody
  interpreter.api().PyOS_AfterFork_Child();
  if (interpreter.api().PyGC_Disable != nullptr) interpreter.api().PyGC_Disable();
  Compiler compiler(interpreter, lesson.directory);
  for (const std::string& source : lesson.sources) {
    compiler.keep(source);
    if (write(output, "", 1) != 1) _exit(1);
  }
  if (lesson.sweeps) drop_orphaned_byte_code(lesson.directory);
  _exit(0);
}

struct Progress {
  size_t done = 0;
  bool interrupted = false;
};

Progress follow(pid_t pid, int input, int interrupt) {
  Progress progress;
  pollfd waits[] = {{input, POLLIN, 0}, {interrupt, POLLIN, 0}};
  for (;;) {
    if (poll(waits, 2, -1) < 0) continue;
    if ((waits[1].revents & POLLIN) != 0) {
      kill(pid, SIGKILL);
      progress.interrupted = true;
    }
    // Where nobody will write any more, nobody waits.
    if (waits[1].revents != 0) waits[1].fd = -1;
    if (waits[0].revents == 0) continue;
    char buffer[4096];
    const ssize_t got = read(input, buffer, sizeof buffer);
    if (got == 0) return progress;
    if (got > 0) progress.done += static_cast<size_t>(got);
  }
}

}  // namespace

ByteCode::ByteCode(std::string directory, std::vector<std::string> sources)
    : directory_(std::move(directory)), sources_(std::move(sources)) {
  struct stat status;
  is_new_ = stat(directory_.c_str(), &status) != 0;
}

bool ByteCode::is_source(const std::string& path) const {
  const auto holds = [&](const std::string& directory) { return is_below(path, directory); };
  struct stat status;
  return absolute_path(path, "/") == path && std::any_of(sources_.begin(), sources_.end(), holds) &&
         stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

bool ByteCode::may_write() const {
  return make_directories(directory_).ok() && access(directory_.c_str(), W_OK) == 0;
}

void ByteCode::note(const std::vector<std::string>& sources) {
  if (directory_.empty()) return;
  const unsigned enough = is_new_ ? 2 : 1;
  for (const std::string& source : sources)
    if (++times_[source] == enough && is_source(source)) pending_.push_back(source);
}

void ByteCode::learn(const Interpreter& interpreter, int interrupt) {
  if (directory_.empty()) return;
  if (!may_write()) pending_.clear();
  if (pending_.empty()) return;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const pid_t parent = getpid();
  interpreter.api().PyOS_BeforeFork();
  const pid_t pid = fork();
  if (pid == 0) run_compiler(interpreter, {pending_, directory_, !swept_}, parent, write_end.get());
  interpreter.api().PyOS_AfterFork_Parent();
  if (pid < 0) return;
  write_end.close();
  const Progress progress = follow(pid, read_end.get(), interrupt);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  const bool whole = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  swept_ = swept_ || whole;
  // One that ended the compiler is not tried again.
  const size_t gone = progress.done + (whole || progress.interrupted ? 0 : 1);
  const auto rest = pending_.begin() + static_cast<std::ptrdiff_t>(std::min(gone, pending_.size()));
  pending_.erase(pending_.begin(), rest);
}

}  // namespace lintcache
