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
#include "model/digest.h"

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

// Paths that are sorted take fewer bytes; they keep their order.
std::string encode_snapshot(const std::vector<SeenPath>& seen);

// Another one for each snapshot, made from the digests in it; absent where it is damaged.
Digest name_of_snapshot(std::string_view snapshot);

// Nothing where the bytes are damaged or of another version.
std::optional<std::vector<SeenPath>> decode_snapshot(std::string_view snapshot);

// The numbers (in the snapshot's order) of paths that are not as they were, ascending; nothing where the bytes are damaged
// or where there are more than `most`. Most paths lie below `root`, an absolute directory. Asks with as many threads as are
// worth it, `threads` at most.
std::optional<std::vector<size_t>> changes_since(std::string_view snapshot, const std::string& root, unsigned threads, size_t most);

// Is each path as it was? Not where the bytes are damaged. Takes the same arguments.
bool snapshot_holds(std::string_view snapshot, const std::string& root, unsigned threads);

}  // namespace lintcache
