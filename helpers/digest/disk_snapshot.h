// SPDX-License-Identifier: MIT
// All that a run asked of the disk, as few bytes, to be compared with the disk as fast as the kernel answers.
//
// The bytes: "LCSN", a byte with the version, a 4-byte number of blocks; for each block a 4-byte length, the SHA-256 of
// its entries, and these: the number of leading bytes that the path shares with the one before (0 for the first one),
// the number of further bytes, these bytes, a byte (see Presence), and, where something was there, size, inode, ctime and
// how much later mtime is. Fixed numbers are little-endian; others are LEB128, signed ones as zigzag.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"

namespace lintcache {

struct SeenState {
  Presence presence = Presence::absent;
  StatTuple tuple;  // where something is there
  bool operator==(const SeenState&) const = default;
};

struct SeenPath {
  std::string path;  // absolute
  SeenState state;
  bool operator==(const SeenPath&) const = default;
};

// `seen` is sorted by path.
std::string encode_snapshot(const std::vector<SeenPath>& seen);

// Nothing where the bytes are damaged or of another version.
std::optional<std::vector<SeenPath>> decode_snapshot(std::string_view snapshot);


// Is each path as it was? Not where the bytes are damaged. Most paths lie below `root`, an absolute directory. Asks with
// as many threads as are worth it, `threads` at most.
bool snapshot_holds(std::string_view snapshot, const std::string& root, unsigned threads);

}  // namespace lintcache
