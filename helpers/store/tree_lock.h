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
  // Waits while another driver holds the lock, however long, until `stop` is raised; before that it calls `on_wait` once,
  // with " (process N)" where it can be seen who holds it.
  // Where no lock can be had (a read-only directory) it holds nothing.
  TreeLock(const std::string& state_dir, const Stop& stop, const std::function<void(const std::string& holder)>& on_wait);

 private:
  Descriptor file_;
};

}  // namespace lintcache
