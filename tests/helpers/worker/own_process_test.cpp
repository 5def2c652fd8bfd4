// SPDX-License-Identifier: MIT
// Interpreters without a shared library: their own process reports what the opened library would.
#include <gtest/gtest.h>
#include <signal.h>

#include "base/text.h"
#include "support.h"

namespace lintcache::test {
namespace {

// What a module can see of the way its interpreter was started.
constexpr const char* k_look_around = R"(
import sys, os, __main__
print('arguments', sys.argv, getattr(sys, 'orig_argv', None))
print('path', sys.path)
print('flags', sys.flags, sys.warnoptions, sys._xoptions, sys.pycache_prefix)
print('program', sys.executable, sys.prefix, sys.base_prefix)
print('main', sorted(vars(__main__)))
print('modules', sorted(set(sys.modules) - {'_signal'}))
print('text', sys.getfilesystemencoding(), sys.stdout.encoding, sys.stdout.errors, open(os.devnull).encoding)
print('environment', sorted(os.environ.items()))
)";

struct Pair {
  TestWorker library, own;
  explicit Pair(const ScratchTree& tree, const Python& python, const std::vector<std::string>& environment = {})
      : library(tree.root(), {.python = python, .own_process = false, .environment = environment}),
        own(tree.root(), {.python = python, .own_process = true, .environment = environment}) {}

  // Gives what the interpreter's own process reports.
  ImportReport expect_same(const ImportRequest& request) {
    SCOPED_TRACE(request.path);
    const ImportReport one = library.ask(request);
    const ImportReport other = own.ask(request);
    EXPECT_EQ(one.outcome, other.outcome);
    EXPECT_EQ(one.exception, other.exception);
    EXPECT_EQ(one.way, other.way);
    EXPECT_EQ(one.output, other.output);
    EXPECT_EQ(one.seen, other.seen);
    return other;
  }
};

ImportRequest request_for(const ScratchTree& tree, const std::string& name) {
  return {tree.path(name), dotted_name(tree.path(name), tree.root()), tree.root(), ImportMode::module};
}

TEST(OwnProcess, reports_the_same_with_every_python) {
  ScratchTree tree;
  tree.write("package/__init__.py", "");
  tree.write("package/sibling.py", "");
  const std::pair<const char*, const char*> files[] = {
      {"package/user.py", "from . import sibling\ntry: import speedups_missing\nexcept ImportError: pass\n"},
      {"only.py", "import sys\n"},
      {"extensions.py", "import _ctypes, decimal, datetime, xml.etree.ElementTree, asyncio, pickle\n"},
      {"raises.py", "import json\nimport missing_one\n"},
      {"crashes.py", "import package.sibling, ctypes; ctypes.string_at(0)\n"},
      {"exits.py", "import os; os._exit(3)\n"},
      {"forks.py", "import os, linecache\nif os.fork() == 0: os._exit(0)\nos.wait()\n"},
      {"locks.py", "import ctypes\nstate = ctypes.pythonapi.PyGILState_Ensure()\n"
                   "ctypes.pythonapi.PyGILState_Release(state)\n"},
      {"starts.py", "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(1)'])\n"}};
  for (const auto& [name, text] : files) tree.write(name, text);
  for (const Python& python : pythons()) {
    SCOPED_TRACE(python.libpython);
    Pair workers(tree, python);
    ASSERT_EQ(workers.library.hello(), workers.own.hello());
    for (const auto& [name, text] : files) workers.expect_same(request_for(tree, name));
  }
}

TEST(OwnProcess, leaves_no_trace) {
  ScratchTree tree;
  tree.write("looks.py", k_look_around);
  tree.write("looks_in_main.py", std::string(k_look_around) + "if os.fork() == 0: os._exit(0)\n");
  for (const Python& python : pythons()) {
    SCOPED_TRACE(python.libpython);
    Pair workers(tree, python);
    const ImportReport report = workers.expect_same(request_for(tree, "looks.py"));
    EXPECT_EQ(report.way, "sub-interpreter");
    EXPECT_EQ(report.output.find("lintcache_worker"), std::string::npos) << report.output;
    const ImportReport in_main = workers.expect_same(request_for(tree, "looks_in_main.py"));
    EXPECT_EQ(in_main.way, "main interpreter");
    EXPECT_EQ(in_main.output.find("lintcache_worker"), std::string::npos) << in_main.output;
  }
}

TEST(OwnProcess, settles_the_encoding_as_the_library_does) {
  ScratchTree tree;
  tree.write("data.txt", "\xc3\xa4\n");
  tree.write("reads.py", std::string("open('data.txt').read()\n") + k_look_around);
  for (const Python& python : pythons()) {
    SCOPED_TRACE(python.libpython);
    for (const char* variable : {"LC_ALL=C", "LC_ALL=POSIX", "PYTHONUTF8=1", "PYTHONIOENCODING=latin-1"}) {
      SCOPED_TRACE(variable);
      Pair workers(tree, python, {variable});
      const ImportReport report = workers.expect_same(request_for(tree, "reads.py"));
      // As `python` itself: it reads UTF-8 in the locale C.
      EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
    }
  }
}

TEST(OwnProcess, of_a_virtual_environment) {
  ScratchTree tree;
  ASSERT_TRUE(ask_python(a_python().program,
                         "import venv; venv.create('" + tree.path("venv") + "', symlinks=True)"));
  const Python python{tree.path("venv/bin/python"), a_python().libpython, a_python().version};
  const auto site = ask_python(python.program, "import sysconfig; print(sysconfig.get_path('purelib'))");
  ASSERT_TRUE(site.has_value());
  tree.write(site->substr(tree.root().size() + 1) + "/of_the_venv.py", "");
  tree.write("looks.py", std::string("import of_the_venv\n") + k_look_around);
  Pair workers(tree, python);
  const ImportReport report = workers.expect_same(request_for(tree, "looks.py"));
  EXPECT_TRUE(saw(report, SeenKind::module, *site + "/of_the_venv.py"));
}

TEST(OwnProcess, names_that_are_no_text) {
  ScratchTree tree;
  tree.write("so\xff\xfe urce/user.py", "import sys\n");
  const std::string root = tree.path("so\xff\xfe urce");
  TestWorker worker(root, {.own_process = true});
  EXPECT_EQ(worker.import(root + "/user.py", root).outcome, ImportOutcome::imported);
}

TEST(OwnProcess, ends_as_the_program_does) {
  const Stop stop;
  const auto end = [&](const Command& command) { return *run_process(command, stop); };
  const WorkerArguments own{.own_process = true};
  EXPECT_EQ(end(worker_command("/", own)).exit_status, 0);
  Command command = worker_command("/", own);
  command.arguments.insert(command.arguments.end(), {"--time-limit", "-1"});
  const ProcessResult refused = end(command);
  EXPECT_EQ(refused.exit_status, 2);
  EXPECT_NE(refused.err.find("--time-limit"), std::string::npos) << refused.err;
  command = worker_command("/", own);
  command.arguments.back() = "/no/such/directory";
  const ProcessResult missing = end(command);
  EXPECT_EQ(missing.exit_status, 2);
  EXPECT_EQ(split(trim(missing.err), '\n').size(), 1u) << missing.err;
  EXPECT_TRUE(missing.err.starts_with("lintcache-python: ")) << missing.err;
}

TEST(OwnProcess, an_interrupt_ends_it_silently) {
  ScratchTree tree;
  tree.write("user.py", "");
  Command command = worker_command(tree.root(), {.own_process = true});
  command.arguments.insert(command.arguments.begin(), {"/bin/sh", "-c", "echo $$ > pid; exec \"$@\"", "sh"});
  auto worker = Conversation::start(command);
  ASSERT_TRUE(worker.ok());
  ASSERT_EQ(read_frame(worker->from())->size(), 3u);
  const auto pid = ask_python(a_python().program, "print(open('pid').read())", tree.root());
  ASSERT_TRUE(pid.has_value());
  ASSERT_EQ(kill(std::stoi(*pid), SIGINT), 0);
  const auto frame = read_frame(worker->from());
  EXPECT_TRUE(frame.ok() && frame->empty());
  EXPECT_EQ(worker->complaint(), "");
}

}  // namespace
}  // namespace lintcache::test
