// SPDX-License-Identifier: MIT
// Processes that are to end with us.
#include "base/live_processes.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace lintcache {
namespace {

pid_t sleeper() {
  const pid_t pid = fork();
  if (pid == 0) {
    setsid();
    pause();
    _exit(0);
  }
  return pid;
}

TEST(LiveProcesses, are_killed_and_others_are_not) {
  const pid_t noted = sleeper(), other = sleeper();
  {
    const LiveProcess over(other);
  }
  const LiveProcess live(noted);
  kill_live_processes();
  int status = 0;
  EXPECT_EQ(waitpid(noted, &status, 0), noted);
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  EXPECT_EQ(waitpid(other, &status, WNOHANG), 0);
  kill(other, SIGKILL);
  waitpid(other, &status, 0);
}

}  // namespace
}  // namespace lintcache
