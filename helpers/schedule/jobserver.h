// SPDX-License-Identifier: MIT
// A client of GNU make's job server, which ninja speaks as well (make's manual, "Sharing Job Slots with GNU make").
//
// Whoever make starts has one slot by that. Each further one is a byte that is read from a pipe or a fifo, and the same
// byte is written back. The read end is shared with make and all others, so its flags are not ours to change; but opened
// anew by way of /proc/self/fd it has flags of its own, and can be read without waiting. So nobody ever blocks in read():
// who wants to wait polls, and of several who wake up one gets the byte.
// Slots go back in every end of this process that leaves it a last word: at exit, when it aborts or breaks, and before the
// quick end on a second signal.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "base/descriptor.h"

namespace lintcache {

// There may be one at a time in a process. Slots are taken and given by one thread at a time.
class JobServer {
 public:
  // `name` as MakeFlags::server has it. To be made before anything else is opened: make may have closed the descriptors
  // that it names, and then their numbers are soon those of other files.
  explicit JobServer(const std::string& name);
  JobServer(const JobServer&) = delete;
  ~JobServer();

  // Why there is no slot but the one that we have; empty where there may be more.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

  // One more slot, if there is one now.
  std::optional<int> take();
  void give(int slot);

  // Is readable when somebody gave a slot back; -1 where nobody will.
  [[nodiscard]] int descriptor() const { return trouble_.empty() ? read_.get() : -1; }

 private:
  void open_pipe(int read_end, int write_end);
  void open_fifo(const std::string& path);

  Descriptor read_, write_;
  std::string trouble_;
};

// Writes back all slots that this process has, and takes no more. May be called from a signal handler.
void give_slots_back();

}  // namespace lintcache
