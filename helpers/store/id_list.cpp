// SPDX-License-Identifier: MIT
// Writing lists of ids.
#include "store/id_list.h"

#include <algorithm>

namespace lintcache {

std::string encode_ids(std::vector<int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::string bytes;
  int64_t last = 0;
  for (const int64_t id : ids) {
    auto distance = static_cast<uint64_t>(id - last);
    for (; distance >= 0x80; distance >>= 7) bytes += static_cast<char>(distance | 0x80);
    bytes += static_cast<char>(distance);
    last = id;
  }
  return bytes;
}

std::vector<int64_t> decode_ids(std::string_view bytes) {
  std::vector<int64_t> ids;
  each_id(bytes, [&](int64_t id) {
    ids.push_back(id);
    return true;
  });
  return ids;
}

void mark_ids(std::string_view bytes, std::vector<bool>& marks) {
  each_id(bytes, [&](int64_t id) {
    if (static_cast<size_t>(id) < marks.size()) marks[static_cast<size_t>(id)] = true;
    return true;
  });
}

}  // namespace lintcache
