// SPDX-License-Identifier: MIT
// A client of make's job server, with the test in the role of make.
#include "schedule/jobserver.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <functional>

#include "base/stop.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

// A pipe or a fifo with some bytes in it.
class Pool {
 public:
  explicit Pool(const std::string& bytes, bool is_fifo = false) {
    if (is_fifo) {
      path_ = directory_.path("fifo");
      mkfifo(path_.c_str(), 0600);
      ends_[0] = ends_[1] = open(path_.c_str(), O_RDWR);
    } else {
      EXPECT_EQ(pipe(ends_), 0);
    }
    EXPECT_EQ(write(ends_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  ~Pool() {
    close_ends();
  }

  [[nodiscard]] std::string name() const {
    return path_.empty() ? std::to_string(ends_[0]) + "," + std::to_string(ends_[1]) : "fifo:" + path_;
  }

  void close_ends() {
    close(ends_[0]);
    if (ends_[1] != ends_[0]) close(ends_[1]);
    ends_[0] = ends_[1] = -1;
  }

  // All that is there, sorted.
  std::string bytes() {
    std::string found;
    pollfd wait{ends_[0], POLLIN, 0};
    for (char byte = 0; poll(&wait, 1, 0) == 1 && read(ends_[0], &byte, 1) == 1;) found += byte;
    EXPECT_EQ(write(ends_[1], found.data(), found.size()), static_cast<ssize_t>(found.size()));
    std::sort(found.begin(), found.end());
    return found;
  }

  [[nodiscard]] int read_end() const { return ends_[0]; }

 private:
  int ends_[2] = {-1, -1};
  test::ScratchTree directory_;
  std::string path_;
};

TEST(JobServer, takes_what_is_there_and_gives_the_same_bytes_back) {
  for (const bool is_fifo : {false, true}) {
    Pool pool("ab+", is_fifo);
    JobServer server(pool.name());
    EXPECT_EQ(server.trouble(), "");
    const auto first = server.take(), second = server.take();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(pool.bytes(), "+");
    server.give(*first);
    EXPECT_EQ(pool.bytes(), "+a");
    server.give(*second);
    server.give(*second);
    EXPECT_EQ(pool.bytes(), "+ab");
  }
}

TEST(JobServer, never_waits_and_leaves_the_flags_of_others_alone) {
  Pool pool("x");
  JobServer server(pool.name());
  ASSERT_TRUE(server.take());
  EXPECT_FALSE(server.take());
  EXPECT_EQ(server.trouble(), "");
  EXPECT_EQ(fcntl(pool.read_end(), F_GETFL) & O_NONBLOCK, 0);
  pollfd wait{server.descriptor(), POLLIN, 0};
  EXPECT_EQ(poll(&wait, 1, 0), 0);
}

TEST(JobServer, gives_all_back_when_it_goes) {
  Pool pool("xyz");
  {
    JobServer server(pool.name());
    server.take();
    server.take();
  }
  EXPECT_EQ(pool.bytes(), "xyz");
}

TEST(JobServer, sees_that_make_is_gone) {
  Pool pool("x");
  JobServer server(pool.name());
  ASSERT_TRUE(server.take());
  pool.close_ends();
  // Its own write end keeps the pipe; nobody gives anything back.
  EXPECT_FALSE(server.take());
}

TEST(JobServer, is_none_where_the_descriptors_are_not_a_pipe) {
  const int file = open("/dev/null", O_RDWR);
  Pool closed("x"), one("x"), other("x");
  const std::string gone = closed.name();
  closed.close_ends();
  const std::string first = one.name().substr(0, one.name().find(',')), second = other.name().substr(other.name().find(','));
  const std::string backwards = one.name().substr(one.name().find(',') + 1) + "," + first;
  for (const std::string& name : {gone, std::string("-2,-2"), std::to_string(file) + "," + std::to_string(file), first + second,
                                  backwards, std::string("fifo:/nowhere/fifo"), std::string("fifo:/dev/null"), std::string("3"),
                                  std::string("a,b"), std::string("semaphore")}) {
    JobServer server(name);
    EXPECT_NE(server.trouble(), "") << name;
    EXPECT_FALSE(server.take());
    EXPECT_EQ(server.descriptor(), -1);
  }
  close(file);
}

// In a process of its own, which takes all and then ends somehow.
int status_of(Pool& pool, const std::function<void()>& end) {
  const pid_t pid = fork();
  if (pid == 0) {
    static std::optional<JobServer> server;
    server.emplace(pool.name());
    while (server->take()) {
    }
    end();
    _exit(99);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return status;
}

TEST(JobServer, gives_all_back_in_every_end) {
  Pool pool("abcd");
  EXPECT_EQ(WEXITSTATUS(status_of(pool, [] { exit(3); })), 3);
  EXPECT_EQ(pool.bytes(), "abcd") << "exit";
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT}) {
    EXPECT_EQ(WTERMSIG(status_of(pool, [signal] { raise(signal); })), signal);
    EXPECT_EQ(pool.bytes(), "abcd") << "signal " << signal;
  }
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const int status = status_of(pool, [signal] {
      static Stop stop;
      raise_on_signals(stop);
      raise(signal);
      raise(signal);
    });
    EXPECT_EQ(WEXITSTATUS(status), 128 + signal);
    EXPECT_EQ(pool.bytes(), "abcd") << "signal " << signal;
  }
}

// The signal comes anywhere between taking and giving.
TEST(JobServer, loses_nothing_at_random_moments) {
  Pool pool("abcd");
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  for (int round = 0; round < 60; ++round) {
    const pid_t pid = fork();
    if (pid == 0) {
      static Stop stop;
      raise_on_signals(stop);
      stop.raise(SIGINT);  // so that the signal is the second one
      JobServer server(pool.name());
      static_cast<void>(!write(ready[1], "r", 1));
      for (;;) {
        const auto first = server.take(), second = server.take();
        if (first) server.give(*first);
        if (second) server.give(*second);
      }
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    usleep(static_cast<useconds_t>(37 * round));
    kill(pid, SIGINT);
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 130);
    ASSERT_EQ(pool.bytes(), "abcd") << "round " << round;
  }
  close(ready[0]);
  close(ready[1]);
}

}  // namespace
}  // namespace lintcache
