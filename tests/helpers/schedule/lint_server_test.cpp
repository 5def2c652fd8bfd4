// SPDX-License-Identifier: MIT
// A process from a lint server is like one that was started by itself; what breaks costs itself alone.
#include "schedule/lint_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

#include "support/scratch_tree.h"
#include "tools/adapter.h"
#include "tools/observation.h"
#include "tools/python_source.h"
#include "tools/served_start.h"

namespace lintcache {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

// A tool that is a Python script, started by itself and by a server.
class Served : public testing::Test {
 protected:
  Served() : bootstrap(std::string(k_start_source) + "\nexec(start('own', False))\n") {
    adapter.name = adapter.module = "own";
    adapter.bootstrap = bootstrap;
    adapter.warm = "import decimal";
  }
  void script(const std::string& text) { tree.write("own", text); }

  Command command(bool served) {
    const Words started = start_of(adapter, {LINTCACHE_TEST_PYTHON, tree.path("own")});
    return {served ? served_start(std::make_shared<Adapter>(adapter), started) : started,
            {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "PYTHONHASHSEED=0", "MODE=a b"}, tree.top(), true};
  }
  LintServer& server() {
    if (!server_) server_.emplace(command(true), stop);
    return *server_;
  }
  ProcessResult serve(const Words& words = {}) {
    const auto result = server().run(words);
    EXPECT_TRUE(result) << server().trouble();
    return result.value_or(ProcessResult());
  }
  ProcessResult fresh(const Words& words = {}) {
    Command whole = command(false);
    whole.arguments.insert(whole.arguments.end(), words.begin(), words.end());
    return *run_process(whole, stop);
  }
  void expect_refusal(const std::string& why) {
    EXPECT_FALSE(server().run({}));
    EXPECT_TRUE(server().is_out());
    EXPECT_NE(server().trouble().find(why), std::string::npos) << server().trouble();
    EXPECT_FALSE(server().run({}));
  }

  test::ScratchTree tree;
  std::string bootstrap;
  Adapter adapter;
  Stop stop;
  std::optional<LintServer> server_;
};

void expect_same(const ProcessResult& served, const ProcessResult& fresh) {
  EXPECT_EQ(served.out, fresh.out);
  EXPECT_EQ(served.err, fresh.err);
  EXPECT_EQ(served.exit_status, fresh.exit_status);
  EXPECT_EQ(served.signal, fresh.signal);
  EXPECT_TRUE(served.report.ends_with(std::string("z\0", 2)) == fresh.report.ends_with(std::string("z\0", 2)));
}

TEST_F(Served, it_looks_like_a_process_that_was_started_by_itself) {
  script(R"(
import sys
print(sys.argv, getattr(sys, 'orig_argv', None), sys.path, sys.flags, sys.getrecursionlimit(), __name__, __file__)
print(sorted(globals()), sorted(vars(sys.modules['__main__'])))
import os
print(os.getcwd(), sorted(os.environ.items()), sys.stdin.read(), hash('a'), os.getsid(0) == os.getpid())
print(sorted(name for name in os.listdir('/proc/self/fd')))
import signal
print([signal.getsignal(number) for number in (signal.SIGINT, signal.SIGCHLD, signal.SIGPIPE, signal.SIGTERM)])
print(sys.stdout.encoding, sys.stdout.line_buffering, sys.stdout.isatty(), sys.warnoptions)
depth = 0
def deeper():
    global depth
    depth += 1
    deeper()
try:
    deeper()
except RecursionError:
    print(depth)
)");
  for (const Words& words : {Words(), Words{"a b", "", "-x"}, Words{"nam\xe9.py", "new\nline"}})
    expect_same(serve(words), fresh(words));
}

TEST_F(Served, modules_that_only_the_server_needs_are_not_there) {
  script("import sys\nprint([name for name in ('_socket', 'socket', 'gc', 'select') if name in sys.modules])\n"
         "import socket, gc\nprint(socket.AF_UNIX > 0, gc.get_count() is not None)\n");
  expect_same(serve(), fresh());
}

TEST_F(Served, all_ways_to_end_are_the_same) {
  script(R"(
import atexit, os, signal, sys, threading
how = sys.argv[1]
if how != 'closed':
    atexit.register(print, 'at the end')
print('out', end='')
print('err', file=sys.stderr)
if how == 'thread':
    threading.Timer(0.2, lambda: print('late')).start()
if how == 'signal':
    os.kill(os.getpid(), signal.SIGSEGV)
if how == 'exception':
    sys.stderr = None
    raise ValueError('wrong')
if how == 'hard':
    os._exit(5)
if how == 'closed':
    sys.stdout.close()
    sys.exit(4)
if how not in ('end', 'thread'):
    sys.exit(eval(how))
)");
  for (const char* how : {"end", "thread", "signal", "exception", "hard", "closed", "0", "1", "None", "256 + 7", "-1", "'text'", "True"}) {
    SCOPED_TRACE(how);
    expect_same(serve({how}), fresh({how}));
  }
  EXPECT_FALSE(server().is_out());
}

TEST_F(Served, an_exception_is_told_as_python_does) {
  script("import sys\ndef fall(): raise ValueError('wrong')\nfall()\n");
  const ProcessResult result = serve();
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_NE(result.err.find("in fall\n"), std::string::npos) << result.err;
  EXPECT_TRUE(result.err.ends_with("ValueError: wrong\n")) << result.err;
}

TEST_F(Served, much_output_comes_whole) {
  script("import sys\nsys.stdout.write('o' * 1000000)\nsys.stderr.write('e' * 1000000)\n");
  expect_same(serve(), fresh());
}

TEST_F(Served, what_the_server_loaded_is_in_each_report) {
  script("open('data.txt', 'a').close()\nopen('data.txt').close()\n");
  for (int i = 0; i < 2; ++i) {
    const std::string report = serve().report;
    EXPECT_NE(report.find(std::string("m\0decimal\0", 10)), std::string::npos);
    EXPECT_NE(report.find(tree.path("own")), std::string::npos);
    EXPECT_TRUE(report.ends_with(std::string("z\0", 2)));
    const auto observation = read_observation(report);
    ASSERT_TRUE(observation);
    EXPECT_EQ(observation->doubt, "");
  }
}

TEST_F(Served, what_one_read_is_not_in_the_report_of_another) {
  script("import sys\nopen(sys.argv[1]).close()\n");
  tree.write("one.txt");
  tree.write("two.txt");
  EXPECT_NE(serve({"one.txt"}).report.find("one.txt"), std::string::npos);
  EXPECT_EQ(serve({"two.txt"}).report.find("one.txt"), std::string::npos);
}

TEST_F(Served, a_module_that_appears_meanwhile_is_found) {
  script("try:\n    import late\nexcept ImportError:\n    print('none')\n");
  EXPECT_EQ(serve().out, "none\n");
  tree.write("late.py", "print('here')\n");
  EXPECT_EQ(serve().out, "here\n");
}

TEST_F(Served, many_at_once_do_not_mix) {
  script("import sys, time\ntime.sleep(0.01)\nprint(sys.argv[1] * 1000)\nsys.exit(int(sys.argv[1]))\n");
  server();
  std::vector<std::thread> threads;
  for (int slot = 0; slot < 8; ++slot)
    threads.emplace_back([&, slot] {
      for (int i = 0; i < 5; ++i) {
        const std::string word = std::to_string(slot * 10 + i);
        const auto result = server_->run({word});
        ASSERT_TRUE(result);
        EXPECT_EQ(result->exit_status, slot * 10 + i);
        EXPECT_EQ(result->out.size(), 1000 * word.size() + 1);
        EXPECT_TRUE(result->out.starts_with(word));
      }
    });
  for (std::thread& thread : threads) thread.join();
}

// What a server shares among its children, as a class of Python: `more` says how often work() has something to do.
std::string sharing(const std::string& log, int more) {
  return R"(
class Maker:
    import os, time
    left = 0
    def learn(self, news):
        self.left = )" + std::to_string(more) + R"(
    def news(self):
        return b''
    def work(self):
        if not self.left:
            return False
        self.left -= 1
        self.time.sleep(0.01)
        end = self.os.open(')" + log + R"(', self.os.O_WRONLY | self.os.O_CREAT | self.os.O_APPEND)
        self.os.write(end, b'x')
        self.os.close(end)
        return True
server.share(Maker)
)";
}

// It would be one more process than there are job slots.
TEST_F(Served, a_server_does_nothing_while_nobody_asks) {
  const std::string warm = sharing(tree.path("log"), 3);
  adapter.warm = warm;
  script("print('done')\n");
  EXPECT_EQ(serve().out, "done\n");
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(tree.read("log"), "");
  EXPECT_EQ(serve().out, "done\n");
  EXPECT_EQ(tree.read("log"), "xxx");
}

TEST_F(Served, who_works_for_one_child_lets_another_one_come) {
  const std::string warm = sharing(tree.path("log"), 300);
  adapter.warm = warm;
  script("print('done')\n");
  EXPECT_EQ(serve().out, "done\n");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn < 4; ++turn) EXPECT_EQ(serve().out, "done\n");
    });
  threads.clear();
  // Each alone would have been worked for in full.
  EXPECT_LT(tree.read("log").size(), 8u * 300u);
}

TEST_F(Served, a_child_that_breaks_all_it_has_costs_itself_alone) {
  script(R"(
import os, sys
if sys.argv[1] == 'close':
    os.closerange(0, 100)
if sys.argv[1] == 'write':
    os.write(19, b'nonsense')
if sys.argv[1] == 'fork' and not os.fork():
    print('second')
print('first')
)");
  serve({"close"});
  serve({"write"});
  serve({"fork"});
  EXPECT_EQ(serve({"none"}).out, "first\n");
}

TEST_F(Served, a_server_that_is_killed_is_of_no_use_and_says_so) {
  script("print('here')\n");
  serve();
  kill(server().process(), SIGKILL);
  expect_refusal("");
  EXPECT_NE(server().trouble(), "");
}

TEST_F(Served, a_child_whose_server_dies_has_no_result) {
  script("import os, time\nopen('started', 'w').close()\ntime.sleep(1)\n");
  server();
  std::thread killer([&] {
    while (!tree.has("started")) std::this_thread::sleep_for(5ms);
    kill(server_->process(), SIGKILL);
  });
  EXPECT_FALSE(server().run({}));
  killer.join();
  EXPECT_TRUE(server().is_out());
}

TEST_F(Served, a_server_that_is_not_clean_serves_nobody) {
  script("print('here')\n");
  const std::pair<const char*, const char*> cases[] = {
      {"print('hello')", "hello"},
      {"import sys\nsys.stderr.write('warned')", "warned"},
      {"import nosuchmodule", "nosuchmodule"},
      {"raise SystemExit(0)", "SystemExit"},
      {"import os\nos.system('true')", "os.system"},
      {"import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True).start()", "thread"},
      {"import os\nos._exit(3)", "ended"},
  };
  for (const auto& [warm, why] : cases) {
    SCOPED_TRACE(warm);
    adapter.warm = warm;
    server_.emplace(command(true), stop);
    expect_refusal(why);
  }
}

TEST_F(Served, a_program_that_is_gone_is_no_server) {
  server_.emplace(Command{{tree.path("none")}, {}, tree.top()}, stop);
  expect_refusal("cannot start");
}

TEST_F(Served, stopping_ends_children_with_all_they_started) {
  script("import os, time\nif os.fork():\n    open('started', 'w').close()\ntime.sleep(60)\n");
  server();
  std::thread stopper([&] {
    while (!tree.has("started")) std::this_thread::sleep_for(5ms);
    stop.raise();
  });
  const auto begin = Clock::now();
  const auto result = server().run({});
  stopper.join();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->stopped);
  EXPECT_LT(Clock::now() - begin, 30s);
  const pid_t pid = server().process();
  server_.reset();
  EXPECT_EQ(kill(-pid, 0), -1);
}

TEST_F(Served, limits_are_those_of_each_process) {
  script(R"(
import os, resource, signal, sys, time
print(resource.getrlimit(resource.RLIMIT_DATA), resource.getrlimit(resource.RLIMIT_FSIZE))
sys.stdout.flush()
if sys.argv[1] == 'ignore':
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[1] == 'print':
    while True:
        print('x' * 1000)
if sys.argv[1] != 'end':
    while True:
        os.fork() if sys.argv[1] == 'fork' and not time.sleep(0.2) else None
)");
  Command limited = command(true);
  limited.limits = {0, 512 << 20, 1 << 20};
  server_.emplace(limited, stop);
  for (const auto& [word, beyond] : {std::pair("ignore", Beyond::time), {"fork", Beyond::time}, {"print", Beyond::output},
                                     {"end", Beyond::nothing}}) {
    SCOPED_TRACE(word);
    const auto result = server_->run({word}, beyond == Beyond::time ? 0.5 : 30);
    ASSERT_TRUE(result) << server_->trouble();
    EXPECT_EQ(result->beyond, beyond);
    EXPECT_TRUE(result->out.starts_with("(536870912, 536870912) (1048576, 1048576)\n")) << result->out.substr(0, 100);
    EXPECT_LT(result->out.size(), size_t{2} << 20);
  }
  EXPECT_FALSE(server_->is_out());
}

}  // namespace
}  // namespace lintcache
