// SPDX-License-Identifier: MIT
// Wakes who waits in poll(2).
#pragma once

#include "base/descriptor.h"

namespace lintcache {

// An eventfd(2), or a pipe where the kernel has none or forbids it.
class Wake {
 public:
  Wake();

  // To be called by any thread, and by signal handlers.
  void wake() const;

  // Takes back all calls of `wake` so far.
  void forget() const;

  // Readable after `wake`; -1 where the process has no descriptors left.
  [[nodiscard]] int descriptor() const { return waiting_.get(); }

  // How long poll() may wait, milliseconds; -1: until it is woken.
  [[nodiscard]] int patience() const { return waiting_ ? -1 : k_look_again; }

 private:
  static constexpr int k_look_again = 10;

  [[nodiscard]] int waker() const { return waking_ ? waking_.get() : waiting_.get(); }

  Descriptor waiting_, waking_;  // the same for an eventfd, which stands in the first
};

}  // namespace lintcache
