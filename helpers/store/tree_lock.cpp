// SPDX-License-Identifier: MIT
// Locking with flock(2).
#include "store/tree_lock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>

#include <cerrno>

#include "base/file.h"
#include "base/path.h"

namespace lintcache {
namespace {

constexpr int k_retry_milliseconds = 50;

}  // namespace

TreeLock::TreeLock(const std::string& state_dir, const Stop& stop,
                   const std::function<void()>& on_wait) {
  if (!make_directories(state_dir)) return;
  file_ = Descriptor(open(joined(state_dir, "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  bool told = false;
  while (file_ && flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return;
    if (stop.raised()) return;
    if (!told) on_wait();
    told = true;
    pollfd wait{stop.descriptor(), POLLIN, 0};
    poll(&wait, 1, k_retry_milliseconds);
  }
}

}  // namespace lintcache
