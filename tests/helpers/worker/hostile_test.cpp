// SPDX-License-Identifier: MIT
// Modules that misbehave: each is one result, and the worker answers the next request as if nothing had been.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support.h"

namespace lintcache::test {
namespace {

struct Hostile {
  const char* name;
  const char* source;  // what it has seen before: helper.py
  ImportOutcome outcome;
  const char* exception;  // how its text begins
  std::vector<std::string> arguments = {};
};

// For gtest's messages.
void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

constexpr auto k_imported = ImportOutcome::imported;
constexpr auto k_raised = ImportOutcome::raised;
constexpr auto k_exited = ImportOutcome::exited;
constexpr auto k_crashed = ImportOutcome::crashed;
constexpr auto k_timed_out = ImportOutcome::timed_out;

const Hostile k_hostile[] = {
    {"os_exit", "import os; os._exit(3)", k_exited, "exit status 3"},
    {"sys_exit", "import sys; sys.exit('bye')", k_exited, "SystemExit: bye"},
    {"segfault", "import ctypes; ctypes.string_at(0)", k_crashed, "signal 11"},
    {"abort", "import os; os.abort()", k_crashed, "signal 6"},
    {"kills_its_group", "import os; os.killpg(0, 9)", k_crashed, "signal 9"},
    {"endless_loop", "while True: pass", k_timed_out, "no end after 0.5 s", {"--time-limit", "0.5"}},
    {"sleeps", "import time; time.sleep(100)", k_timed_out, "no end after 0.5 s", {"--time-limit", "0.5"}},
    {"stops_itself", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", k_timed_out,
     "no end after 0.5 s", {"--time-limit", "0.5"}},
    {"ignores_signals",
     "import signal\nfor n in range(1, 32):\n  try: signal.signal(n, signal.SIG_IGN)\n  except OSError: pass\n"
     "while True: pass",
     k_timed_out, "no end after 0.5 s", {"--time-limit", "0.5"}},
    {"forks", "import os; os.fork()", k_imported, ""},
    {"forks_and_lets_the_child_raise", "import os\nif os.fork() == 0: raise OSError('child')", k_imported, ""},
    {"leaves_threads",
     "import threading, time\ndef run():\n  while True: time.sleep(0.01)\n"
     "threading.Thread(target=run).start()\nthreading.Thread(target=run, daemon=True).start()",
     k_imported, ""},
    {"thread_exits_the_process",
     "import threading, os, time\nthreading.Thread(target=lambda: os._exit(4)).start()\ntime.sleep(1)",
     k_exited, "exit status 4"},
    {"handles_signals", "import signal; signal.signal(signal.SIGTERM, lambda *a: None)", k_imported, ""},
    {"alarm", "import signal, time; signal.setitimer(signal.ITIMER_REAL, 0.05); time.sleep(1)", k_crashed,
     "signal 14"},
    {"changes_directory", "import os; os.chdir('/')", k_imported, ""},
    {"closes_descriptors", "import os; os.closerange(0, 4096)", k_imported, ""},
    {"writes_to_every_descriptor",
     "import os\nfor fd in range(300):\n  try: os.write(fd, b'\\xff\\0\\0\\0garbage' * 9)\n"
     "  except OSError: pass",
     k_imported, ""},
    {"clears_modules", "import sys; sys.modules.clear()", k_raised, "KeyError"},
    {"replaces_modules", "import sys; sys.modules = None", k_raised, ""},
    {"clears_paths", "import sys; sys.meta_path.clear(); sys.path.clear(); sys.path_hooks.clear()",
     k_imported, ""},
    {"clears_builtins", "import builtins; builtins.__dict__.clear()", k_imported, ""},
    {"closes_streams", "import sys; sys.stdout.close(); sys.stderr = None", k_imported, ""},
    {"exception_without_an_end",
     "class E(Exception):\n  def __str__(self):\n    while True: pass\nraise E", k_raised, "E"},
    {"exception_that_raises",
     "class E(Exception):\n  def __str__(self): raise ValueError\nraise E", k_raised, "E"},
    {"exception_that_exits",
     "import os\nclass E(Exception):\n  def __str__(self): os._exit(0)\nraise E", k_raised, "E"},
    {"exception_too_long", "raise ValueError('x' * 100_000_000)", k_raised, "ValueError: xxx"},
    {"exception_not_utf8", "raise ValueError('\\ud800')", k_raised, "ValueError: \\ud800"},
    {"exception_with_a_false_name",
     "class M(type):\n  @property\n  def __name__(cls): raise OSError\n"
     "class E(Exception, metaclass=M): pass\nraise E('text')",
     k_raised, "E: text"},
    {"too_much_memory", "bytearray(10 << 30)", k_raised, "MemoryError"},
    {"too_big_a_file", "import os, tempfile\nf = tempfile.TemporaryFile()\nf.truncate(2 << 30)", k_raised,
     "OSError: [Errno 27]"},
    {"reads_input", "input()", k_raised, "EOFError"},
    {"exec", "import os; os.execv('/bin/true', ['true'])", k_exited, "exit status 0"},
    {"interrupt", "raise KeyboardInterrupt", k_raised, "KeyboardInterrupt"},
    {"recursion", "def f(): f()\nf()", k_raised, "RecursionError"},
    {"stack_overflow", "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n  def __repr__(self): return repr(self)\n"
     "repr(A())", k_crashed, "signal 11"},
    {"syntax_error", "exec('def f(:')", k_raised, "SyntaxError"},
    {"traces_and_raises",
     "import sys\ndef trace(*a): raise OSError\nsys.settrace(trace)\nsys.setprofile(trace)", k_raised, "OSError"},
    {"traces_and_exits", "import sys, os\nsys.settrace(lambda *a: os._exit(5))", k_exited, "exit status 5"},
    {"lazy_module",
     "import sys, types\nclass M(types.ModuleType):\n  def __getattribute__(self, name): raise SystemExit(name)\n"
     "sys.modules['lazy'] = M('lazy')",
     k_imported, ""},
};

class HostileModule : public testing::TestWithParam<Hostile> {};

TEST_P(HostileModule, is_a_result_and_hurts_nobody) {
  const Hostile& hostile = GetParam();
  ScratchTree tree;
  const std::string helper = tree.write("helper.py", "");
  const std::string plain = tree.write("plain.py", "import helper\nprint('fine')\n");
  const std::string module = tree.write("module.py", std::string("import helper\n") + hostile.source + "\n");
  TestWorker worker(tree.root(), {.more = hostile.arguments});

  const ImportReport report = worker.import(module, tree.root());
  EXPECT_EQ(report.outcome, hostile.outcome) << report.exception << "\n" << report.output;
  EXPECT_EQ(report.exception.substr(0, std::string(hostile.exception).size()), hostile.exception);
  EXPECT_EQ(report.exception.empty(), hostile.outcome == k_imported);
  EXPECT_LT(report.exception.size(), 2100u);
  EXPECT_TRUE(saw(report, SeenKind::module, helper)) << "what was seen before is kept";
  EXPECT_EQ(std::count(report.seen.begin(), report.seen.end(), Seen{SeenKind::module, helper, "helper"}), 1);

  const ImportReport next = worker.import(plain, tree.root());
  EXPECT_EQ(next.outcome, k_imported) << next.exception;
  EXPECT_EQ(next.output, "fine\n");
  EXPECT_EQ(paths(next, SeenKind::module), (std::set<std::string>{plain, helper}));
  EXPECT_EQ(next.way, "sub-interpreter");
}

INSTANTIATE_TEST_SUITE_P(all, HostileModule, testing::ValuesIn(k_hostile),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Hostile, flood_is_cut_and_waits_for_nobody) {
  ScratchTree tree;
  const std::string module = tree.write("module.py", "for i in range(100): print('x' * 1_000_000)\n");
  TestWorker worker(tree.root());
  const ImportReport report = worker.import(module, tree.root());
  EXPECT_EQ(report.outcome, k_imported);
  EXPECT_EQ(report.output, std::string(64 << 10, 'x'));
}

TEST(Hostile, atexit_functions_do_not_run) {
  ScratchTree tree;
  const std::string module = tree.write(
      "module.py", "import atexit\natexit.register(lambda: open('" + tree.path("late") + "', 'w'))\n");
  TestWorker worker(tree.root());
  EXPECT_EQ(worker.import(module, tree.root()).outcome, k_imported);
  EXPECT_FALSE(std::filesystem::exists(tree.path("late")));
}

TEST(Hostile, daemon_in_a_session_of_its_own_is_ended) {
  ScratchTree tree;
  const std::string module = tree.write("module.py", R"(
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open('daemon.tmp', 'w') as file: file.write(str(os.getpid()))
        os.rename('daemon.tmp', 'daemon')
        time.sleep(1000)
    os._exit(0)
while not os.path.exists('daemon'): time.sleep(0.01)
)");
  TestWorker worker(tree.root());
  const ImportReport report = worker.import(module, tree.root());
  EXPECT_EQ(report.outcome, k_imported) << report.exception << report.output;
  EXPECT_EQ(report.way, "main interpreter") << "a fork in a sub-interpreter is deadly";
  pid_t daemon = 0;
  std::ifstream(tree.path("daemon")) >> daemon;
  ASSERT_GT(daemon, 1);
  EXPECT_NE(kill(daemon, 0), 0) << "process " << daemon << " lives";
}

TEST(Hostile, deadlock_in_the_sub_interpreter_costs_two_seconds) {
  ScratchTree tree;
  const std::string module = tree.write("module.py", R"(
import _thread, _imp, signal
lock = _thread.allocate_lock()
lock.acquire()
try:
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)
except ValueError:
    lock.acquire()  # only a sub-interpreter comes here, and stays
)");
  TestWorker worker(tree.root());
  const auto start = std::chrono::steady_clock::now();
  const ImportReport report = worker.import(module, tree.root());
  EXPECT_EQ(report.outcome, k_imported) << report.exception;
  EXPECT_EQ(report.way, "main interpreter");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Hostile, extension_that_fails_gets_the_main_interpreter) {
  ScratchTree tree;
  const std::string broken = tree.write("broken.abi3.so", "no library");
  const std::string module = tree.write("module.py", "try: import broken\nexcept ImportError: pass\n");
  TestWorker worker(tree.root());
  const ImportReport report = worker.import(module, tree.root());
  EXPECT_EQ(report.outcome, k_imported) << report.exception;
  EXPECT_EQ(report.way, "main interpreter") << "it could have been a refusal, and the module swallows it";
  EXPECT_TRUE(saw(report, SeenKind::extension, broken));
}

TEST(Hostile, worker_that_dies_takes_the_import_along) {
  ScratchTree tree;
  const std::string module = tree.write("module.py", "import os, time\n"
      "with open('pid.tmp', 'w') as file: file.write(str(os.getpid()))\n"
      "os.rename('pid.tmp', 'pid')\ntime.sleep(1000)\n");
  pid_t child = 0;
  {
    auto worker = Conversation::start(worker_command(tree.root()));
    ASSERT_TRUE(worker.ok());
    ASSERT_TRUE(write_frame(worker->to(), to_fields(ImportBatch{{module, "module", tree.root()}})).ok());
    while (!std::filesystem::exists(tree.path("pid"))) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::ifstream(tree.path("pid")) >> child;
  }
  ASSERT_GT(child, 1);
  for (int i = 0; i < 200 && kill(child, 0) == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_NE(kill(child, 0), 0);
}

}  // namespace
}  // namespace lintcache::test
