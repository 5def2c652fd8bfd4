// SPDX-License-Identifier: MIT
// The driver's side of the worker, against workers that are scripts.
#include "imports/import_client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

// Frames as a worker speaks them; `answer` is what the script does for one request.
std::string worker(const std::string& start, const std::string& answer) {
  return std::string("#!") + LINTCACHE_TEST_PYTHON + R"(
import os, struct, sys, time
def field(value): return struct.pack("<I", len(value)) + value
def send(*values):
    body = b"".join(map(field, values))
    os.write(1, field(body))
def receive():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4: sys.exit(0)
    sys.stdin.buffer.read(struct.unpack("<I", head)[0])
def hello(): send(b"lintcache-python", b"3", b"3.11.2")
def report(exception, files=1):
    module = (b"a", b"0", b"", b"")
    send(b"1", b"%d" % files, *module, *((b"1", exception, b"", b"", b"7", b"0", b"1") * files))
def first_time():
    try: os.close(os.open("once", os.O_CREAT | os.O_EXCL))
    except OSError: return False
    return True
)" + start + "\nwhile True:\n    receive()\n    " + answer + "\n";
}

class Client : public testing::Test {
 protected:
  ImportClient client(const std::string& start, const std::string& answer) {
    return ImportClient({{tree_.write_program("worker", worker(start, answer))}, {"PATH=/usr/bin:/bin"}, tree_.top()});
  }
  Result<BatchReport> import(ImportClient& talk) {
    return talk.import({{"/t/a.py", "a", "/t", ImportMode::module}}, stop_, [&](size_t done) { told_.push_back(done); });
  }
  test::ScratchTree tree_;
  Stop stop_;
  std::vector<size_t> told_;
};

TEST_F(Client, many_requests_go_to_one_worker) {
  ImportClient talk = client("hello()\ncount = 0", "count += 1; report(str(count).encode())");
  for (const char* expected : {"1", "2", "3"}) {
    const auto report = import(talk);
    ASSERT_TRUE(report.ok()) << report.error().text();
    EXPECT_EQ(report->files[0].exception, expected);
    EXPECT_EQ(report->files[0].outcome, ImportOutcome::raised);
  }
}

TEST_F(Client, a_worker_that_has_learnt_stays) {
  ImportClient talk = client("hello()\ncount = 0", "count += 1; report(str(count).encode()); send(b'learnt')");
  for (const char* expected : {"1", "2"}) {
    const auto report = import(talk);
    ASSERT_TRUE(report.ok()) << report.error().text();
    EXPECT_EQ(report->files[0].exception, expected);
    talk.let_learn(stop_, std::chrono::seconds(60));
  }
  // What it said before it was asked again is no answer.
  EXPECT_EQ(import(talk)->files[0].exception, "3");
  EXPECT_EQ(import(talk)->files[0].exception, "4");
}

TEST_F(Client, a_worker_that_still_learns_is_ended_when_its_time_is_over) {
  ImportClient talk = client("hello()\nopen('pid', 'w').write(str(os.getpid()))", "report(b'once')");
  ASSERT_TRUE(import(talk).ok());
  const pid_t worker = std::stoi(tree_.read("pid"));
  EXPECT_EQ(kill(worker, 0), 0);
  talk.let_learn(stop_, std::chrono::milliseconds(20));
  EXPECT_NE(kill(worker, 0), 0);
  EXPECT_TRUE(import(talk).ok());
}

TEST_F(Client, a_worker_that_dies_on_the_way_is_started_once_more) {
  ImportClient talk = client("hello()", "os._exit(9) if first_time() else report(b'second')");
  const auto report = import(talk);
  ASSERT_TRUE(report.ok()) << report.error().text();
  EXPECT_EQ(report->files[0].exception, "second");
}

// As the programs do; else writing to a worker that is gone would be the end of the test.
TEST_F(Client, a_worker_that_is_gone_before_it_is_asked_is_started_once_more) {
  raise_on_signals(stop_);
  ImportClient talk = client("hello()\nif first_time():\n    os._exit(0)", "report(b'second')");
  const auto report = import(talk);
  ASSERT_TRUE(report.ok()) << report.error().text();
  EXPECT_EQ(report->files[0].exception, "second");
}

TEST_F(Client, a_worker_that_always_dies_is_an_error_with_its_last_words) {
  ImportClient talk = client("hello()", "os.write(2, b'no memory\\n'); os._exit(9)");
  const auto report = import(talk);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().blame, Blame::us);
  EXPECT_EQ(report.error().where, "/t/a.py");
  EXPECT_EQ(report.error().hint, "no memory");
}

TEST_F(Client, a_worker_that_does_not_start_is_told_with_its_reason) {
  ImportClient talk = client("os.write(2, b'no such libpython\\n'); os._exit(2)", "pass");
  const auto report = import(talk);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().text().find("no such libpython"), std::string::npos) << report.error().text();
  ImportClient none({{"/no/such/worker"}, {}, "/"});
  EXPECT_FALSE(import(none).ok());
}

TEST_F(Client, a_worker_of_another_protocol_is_refused) {
  ImportClient talk = client("send(b'lintcache-python', b'1', b'3.11.2')", "report(b'')");
  EXPECT_FALSE(import(talk).ok());
}

TEST_F(Client, what_makes_no_sense_is_an_error) {
  for (const char* answer : {"send(b'what')", "send(b'-1')", "send(b'')", "send(b'what', b'else')", "report(b'', 0)",
                             "report(b'', 2)"}) {
    ImportClient talk = client("hello()", answer);
    EXPECT_FALSE(import(talk).ok()) << answer;
  }
}

TEST_F(Client, progress_is_told_until_the_report_comes) {
  ImportClient talk = client("hello()", "send(b'0'); send(b'3'); send(b'10000'); report(b'done')");
  const auto report = import(talk);
  ASSERT_TRUE(report.ok()) << report.error().text();
  EXPECT_EQ(report->files[0].exception, "done");
  EXPECT_EQ(told_, (std::vector<size_t>{0, 3, 10'000}));
}

TEST_F(Client, a_worker_that_dies_after_some_progress_is_asked_for_all_again) {
  ImportClient talk = client("hello()", "send(b'1'); os._exit(9) if first_time() else report(b'second')");
  const auto report = import(talk);
  ASSERT_TRUE(report.ok()) << report.error().text();
  EXPECT_EQ(report->files[0].exception, "second");
  EXPECT_EQ(told_, (std::vector<size_t>{1, 1}));
}

TEST_F(Client, waiting_ends_when_the_run_is_stopped) {
  ImportClient talk = client("hello()", "time.sleep(60)");
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    stop_.raise();
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(import(talk).ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  later.join();
}

}  // namespace
}  // namespace lintcache
