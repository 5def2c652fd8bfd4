// SPDX-License-Identifier: MIT
// Writing to a descriptor until all is written.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace lintcache {

// Gives up where the reader is gone or the disk is full: for streams on which nobody could be told so.
inline void put_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(put));
  }
}

}  // namespace lintcache
