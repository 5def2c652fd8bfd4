// SPDX-License-Identifier: MIT
// The wish to stop, raised by hand and by signals.
#include "base/stop.h"

#include <gtest/gtest.h>
#include <poll.h>

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

}  // namespace
}  // namespace lintcache
