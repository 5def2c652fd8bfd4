// SPDX-License-Identifier: MIT
// Waking who waits, with events and without.
#include "base/wake.h"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

namespace lintcache {
namespace {

bool is_readable(const Wake& wake) {
  pollfd wait{wake.descriptor(), POLLIN, 0};
  return poll(&wait, 1, 0) == 1;
}

// A status for _exit() that says what failed; 0: nothing did.
int status_of_calls() {
  const Wake wake;
  if (wake.descriptor() < 0 || wake.patience() != -1) return 1;
  if (is_readable(wake)) return 2;
  for (int i = 0; i < 100'000; ++i) wake.wake();
  if (!is_readable(wake) || !is_readable(wake)) return 3;
  wake.forget();
  if (is_readable(wake)) return 4;
  wake.wake();
  return is_readable(wake) ? 0 : 5;
}

bool forbid_events() {
  std::array<sock_filter, 4> code = {{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                                      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_eventfd2, 0, 1),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
                                      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
  const sock_fprog program{code.size(), code.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST(Wake, wakes_until_it_is_forgotten) { EXPECT_EQ(status_of_calls(), 0); }

TEST(Wake, needs_no_event) {
  EXPECT_EXIT(_exit(forbid_events() ? status_of_calls() : 9), testing::ExitedWithCode(0), "");
}

TEST(Wake, has_one_look_again_where_there_are_no_descriptors) {
  const auto without = [] {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_NOFILE, &none);
    const Wake wake;
    wake.wake();
    wake.forget();
    return wake.descriptor() == -1 && wake.patience() > 0 ? 0 : 1;
  };
  EXPECT_EXIT(_exit(without()), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace lintcache
