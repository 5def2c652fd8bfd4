// SPDX-License-Identifier: MIT
// What the verbs say about themselves.
#include "cli/console.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

TEST(Complain, prints_one_line_and_gives_the_status_of_the_blame) {
  CaptureStderr();
  EXPECT_EQ(complain(asked_wrongly("no\nsuch", "/x", "try y")), 2);
  EXPECT_EQ(GetCapturedStderr(), "lintcache: error: no\\nsuch: /x (try y)\n");
  CaptureStderr();
  EXPECT_EQ(complain(our_fault("broken")), 3);
  EXPECT_EQ(GetCapturedStderr(), "lintcache: error: broken\n");
}

TEST(Voice, warns_in_one_line) {
  StatusLine status;
  CaptureStderr();
  make_voice(status).warn("odd\nname");
  EXPECT_EQ(GetCapturedStderr(), "lintcache: warning: odd\\nname\n");
}

}  // namespace
}  // namespace lintcache
