// SPDX-License-Identifier: MIT
// One driver at a time in a state directory.
#pragma once

#include <functional>
#include <string>

#include "base/descriptor.h"
#include "base/stop.h"

namespace lintcache {

// Held as long as it lives; the kernel gives it back when its holder dies, however it dies.
class TreeLock {
 public:
  // Waits while another driver holds the lock, after calling `on_wait` once, until `stop` is raised.
  // Where no lock can be had (a read-only directory) it holds nothing.
  TreeLock(const std::string& state_dir, const Stop& stop, const std::function<void()>& on_wait);

 private:
  Descriptor file_;
};

}  // namespace lintcache
