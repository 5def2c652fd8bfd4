// SPDX-License-Identifier: MIT
// Processes that lost their parents are found and ended.
#include "base/process_table.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace lintcache {
namespace {

TEST(Pulse, tells_state_and_parent_of_a_process_that_is_there) {
  const auto own = pulse_of(std::to_string(getpid()));
  ASSERT_TRUE(own);
  EXPECT_EQ(own->parent, getppid());
  EXPECT_EQ(own->state, 'R');
  EXPECT_FALSE(pulse_of("0"));
}

// In a process of its own, which has no other children. 0: all is as it should be.
int end_a_hidden_grandchild() {
  if (has_children()) return 1;
  adopt_orphans();
  int ends[2];
  if (pipe(ends) != 0) return 2;
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    setsid();
    signal(SIGTERM, SIG_IGN);
    const pid_t self = getpid();
    if (write(ends[1], &self, sizeof self) < 0) _exit(1);
    for (;;) pause();
  }
  pid_t hidden = -1;
  if (read(ends[0], &hidden, sizeof hidden) != sizeof hidden) return 3;
  if (!has_children()) return 4;
  end_children();
  if (has_children()) return 5;
  return kill(hidden, 0) == 0 ? 6 : 0;
}

TEST(EndChildren, ends_a_grandchild_in_a_session_of_its_own) {
  const pid_t child = fork();
  if (child == 0) _exit(end_a_hidden_grandchild());
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(WIFEXITED(status));
}

}  // namespace
}  // namespace lintcache
