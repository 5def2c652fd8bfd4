// SPDX-License-Identifier: MIT
// Events, and pipes in their place.
#include "base/wake.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace lintcache {

Wake::Wake() : waiting_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  int ends[2];
  if (waiting_ || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  waiting_ = Descriptor(ends[0]);
  waking_ = Descriptor(ends[1]);
}

void Wake::wake() const {
  // A pipe that is full wakes as well.
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = write(waker(), &one, sizeof one);
}

void Wake::forget() const {
  // A pipe is read to its end, an event is empty after the first time.
  uint64_t count = 0;
  while (read(waiting_.get(), &count, sizeof count) > 0) {
  }
}

}  // namespace lintcache
