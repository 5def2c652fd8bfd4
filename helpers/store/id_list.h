// SPDX-License-Identifier: MIT
// Lists of ids as few bytes: sorted, each as its distance from the one before, as LEB128 numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

// Ids are positive; one that comes twice is kept once.
std::string encode_ids(std::vector<int64_t> ids);

// Calls `visit` with each id, in ascending order, until it says no; false where it did.
template <class Visit>
bool each_id(std::string_view bytes, const Visit& visit) {
  uint64_t id = 0;
  uint64_t distance = 0;
  int shift = 0;
  for (const char byte : bytes) {
    distance |= static_cast<uint64_t>(byte & 0x7F) << shift;
    shift = (shift + 7) & 63;
    if ((byte & 0x80) != 0) continue;
    id += distance;
    if (!visit(static_cast<int64_t>(id))) return false;
    distance = 0;
    shift = 0;
  }
  return true;
}

std::vector<int64_t> decode_ids(std::string_view bytes);

// Makes the entries of the ids true, those that the list is long enough for.
void mark_ids(std::string_view bytes, std::vector<bool>& marks);

}  // namespace lintcache
