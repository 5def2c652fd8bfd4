// SPDX-License-Identifier: MIT
// MAKEFLAGS as make 3.81 to 4.4 and ninja write it.
#include "schedule/make_flags.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(MakeFlags, name_the_server_that_comes_last) {
  EXPECT_EQ(read_make_flags("").server, "");
  EXPECT_EQ(read_make_flags(" -j4 --jobserver-auth=3,4").server, "3,4");
  EXPECT_EQ(read_make_flags("w --jobserver-fds=3,4 -j").server, "3,4");
  EXPECT_EQ(read_make_flags("k -j4 --jobserver-auth=3,4 --jobserver-auth=fifo:/tmp/GMfifo7 -- CC=gcc").server, "fifo:/tmp/GMfifo7");
  EXPECT_EQ(read_make_flags("--jobserver-auth=3,4 --jobserver-auth=-2,-2").server, "-2,-2");
  EXPECT_EQ(read_make_flags(" -- X=--jobserver-auth=3,4 --jobserver-auth=5,6").server, "");
}

TEST(MakeFlags, say_how_many_jobs_there_are) {
  EXPECT_EQ(read_make_flags("k").jobs, std::nullopt);
  EXPECT_EQ(read_make_flags(" -j4 --jobserver-auth=3,4").jobs, 4u);
  EXPECT_EQ(read_make_flags(" -j1").jobs, 1u);
  EXPECT_EQ(read_make_flags(" -j").jobs, 0u);
  EXPECT_EQ(read_make_flags("kj12").jobs, 12u);
  EXPECT_EQ(read_make_flags(" --jobs=3").jobs, 3u);
  EXPECT_EQ(read_make_flags(" --jobs").jobs, 0u);
}

TEST(MakeFlags, say_that_nothing_is_to_be_done) {
  for (const char* text : {"n", "ns", "kn -j4", "q", "t", " -n", " --dry-run", " -j2 --just-print", "--recon"})
    EXPECT_TRUE(read_make_flags(text).is_idle) << text;
  for (const char* text : {"", "k", "s -j4", " -Iinclude", " --no-print-directory", " -- n", "  -- NAME=n -n", "CC=n", " -Oline",
                           "-Onone", " --output-sync=none", " -l2.5", " -f nmake"})
    EXPECT_FALSE(read_make_flags(text).is_idle) << text;
}

}  // namespace
}  // namespace lintcache
