// SPDX-License-Identifier: MIT
// What the worker's tests share: the Pythons of this machine, scratch trees, a worker to talk to.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/subprocess.h"
#include "model/import_batch.h"

namespace lintcache::test {

struct Python {
  std::string program;
  std::string libpython;
  std::string version;  // "3.11.2"
};

// Every CPython of version 3.8 or newer with a shared library, each library once; the one that the build
// names is first.
const std::vector<Python>& pythons();

// The first of them; ends the test program where there is none.
const Python& a_python();

// What `program -c code` prints, trimmed; nothing where it fails.
std::optional<std::string> ask_python(const std::string& program, const std::string& code,
                                      const std::string& directory = "/",
                                      const std::string& python_path = {});

class ScratchTree {
 public:
  ScratchTree();
  ScratchTree(const ScratchTree&) = delete;
  ScratchTree& operator=(const ScratchTree&) = delete;
  ~ScratchTree();

  // Its real path: no symbolic link on the way.
  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] std::string path(const std::string& name) const { return root_ + "/" + name; }

  // Writes a file and the directories above it; gives its path.
  std::string write(const std::string& name, const std::string& text);

 private:
  std::string root_;
};

// Set by the tests that run all others in the interpreter's own process.
bool wants_own_process();

struct WorkerArguments {
  Python python = a_python();
  bool own_process = wants_own_process();     // of the interpreter; its library is not used
  std::vector<std::string> more = {};         // of the command line
  std::vector<std::string> environment = {};  // beside PATH, HOME and LANG
};

Command worker_command(const std::string& source_dir, const WorkerArguments& arguments = {});

// A file of a batch with all that its import depended on.
struct ImportReport {
  ImportOutcome outcome = ImportOutcome::imported;
  std::string exception;
  std::string way;
  std::string output;
  uint64_t nanoseconds = 0;
  std::vector<Seen> seen;  // of its module and of all that it leads to; each once
  bool order_dependent = false;
  bool first = false;
};

ImportReport report_of(const BatchReport& batch, size_t file);

// A running worker that has said hello. Failures to talk are test failures.
class TestWorker {
 public:
  explicit TestWorker(const std::string& source_dir, const WorkerArguments& arguments = {});

  [[nodiscard]] const Fields& hello() const { return hello_; }

  BatchReport ask(const ImportBatch& batch);
  ImportReport ask(const ImportRequest& request);

  // `file` lies below `root`; the name follows from its path.
  ImportReport import(const std::string& file, const std::string& root);

 private:
  std::optional<Conversation> worker_;
  Fields hello_;
};

// `package.module` for `<root>/package/module.py`.
std::string dotted_name(const std::string& file, const std::string& root);

bool saw(const ImportReport& report, SeenKind kind, const std::string& path);
bool saw_lookup(const ImportReport& report, const std::string& directory, const std::string& leaf);
std::set<std::string> paths(const ImportReport& report, SeenKind kind);

}  // namespace lintcache::test
