// SPDX-License-Identifier: MIT
// The wish to stop, raised by hand and by signals.
#include "base/stop.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>

namespace lintcache {
namespace {

bool readable(int descriptor) {
  pollfd wait{descriptor, POLLIN, 0};
  return poll(&wait, 1, 0) == 1;
}

TEST(Stop, is_seen_by_those_who_ask_and_by_those_who_wait) {
  Stop stop;
  EXPECT_FALSE(stop.raised());
  EXPECT_FALSE(readable(stop.descriptor()));
  stop.raise();
  EXPECT_TRUE(stop.raised());
  EXPECT_EQ(stop.signal(), 0);
  EXPECT_TRUE(readable(stop.descriptor()));
  EXPECT_TRUE(readable(stop.descriptor())) << "every waiter sees it";
}

void raise_twice(int signal) {
  static Stop stop;
  raise_on_signals(stop);
  raise(signal);
  if (!stop.raised() || stop.signal() != signal) _exit(1);
  raise(signal);
  _exit(2);
}

TEST(StopDeathTest, the_first_signal_raises_and_the_second_ends_the_process) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    EXPECT_EXIT(raise_twice(signal), testing::ExitedWithCode(128 + signal), "");
}

void raise_with_last_actions() {
  static Stop stop;
  raise_on_signals(stop);
  for (int turn = 0; turn < 2; ++turn) {
    before_quick_end([] { static_cast<void>(!write(STDERR_FILENO, "first ", 6)); });
    before_quick_end(+[] { static_cast<void>(!write(STDERR_FILENO, "second", 6)); });
  }
  raise(SIGINT);
  raise(SIGINT);
  _exit(2);
}

TEST(StopDeathTest, all_that_is_to_be_done_before_the_quick_end_is_done_once) {
  EXPECT_EXIT(raise_with_last_actions(), testing::ExitedWithCode(128 + SIGINT), "^first second$");
}

}  // namespace
}  // namespace lintcache
