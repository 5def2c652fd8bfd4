// SPDX-License-Identifier: MIT
// Locking with flock(2).
#include "store/tree_lock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/file.h"
#include "base/path.h"

namespace lintcache {
namespace {

constexpr int k_retry_milliseconds = 50;

// Who holds the lock of the open file, as the kernel lists it; empty where that cannot be seen.
std::string holder_of(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0) return {};
  const std::string inode = ":" + std::to_string(status.st_ino);
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    // "1: FLOCK  ADVISORY  WRITE 1234 fe:01:5678 0 EOF"; who waits has "->" before the kind.
    std::istringstream words(line);
    std::string number, kind, mode, access, process, place;
    words >> number >> kind >> mode >> access >> process >> place;
    if (kind == "FLOCK" && place.ends_with(inode) && std::atol(process.c_str()) > 0) return " (process " + process + ")";
  }
  return {};
}

}  // namespace

TreeLock::TreeLock(const std::string& state_dir, const Stop& stop,
                   const std::function<void(const std::string& holder)>& on_wait) {
  if (!make_directories(state_dir)) return;
  file_ = Descriptor(open(joined(state_dir, "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  bool told = false;
  while (file_ && flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return;
    if (stop.raised()) return;
    if (!told) on_wait(holder_of(file_.get()));
    told = true;
    pollfd wait{stop.descriptor(), POLLIN, 0};
    poll(&wait, 1, k_retry_milliseconds);
  }
}

}  // namespace lintcache
