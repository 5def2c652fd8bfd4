// SPDX-License-Identifier: MIT
// Lists of ids come out sorted, each once, however large they are.
#include "store/id_list.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using Ids = std::vector<int64_t>;

TEST(IdList, comes_out_sorted_and_each_once) {
  EXPECT_EQ(decode_ids(encode_ids({})), Ids());
  EXPECT_EQ(decode_ids(encode_ids({300, 1, 127, 128, 1, 300})), (Ids{1, 127, 128, 300}));
  EXPECT_EQ(decode_ids(encode_ids({INT64_MAX, 1})), (Ids{1, INT64_MAX}));
}

TEST(IdList, neighbours_take_a_byte_each) {
  Ids ids;
  for (int64_t id = 1'000'000; id < 1'000'100; ++id) ids.push_back(id);
  EXPECT_EQ(encode_ids(ids).size(), 3u + 99u);
}

TEST(IdList, a_visit_ends_where_it_is_told_to) {
  Ids seen;
  EXPECT_FALSE(each_id(encode_ids({1, 2, 3}), [&](int64_t id) {
    seen.push_back(id);
    return id < 2;
  }));
  EXPECT_EQ(seen, (Ids{1, 2}));
  EXPECT_TRUE(each_id("", [](int64_t) { return false; }));
}

TEST(IdList, marks_what_there_is_room_for) {
  std::vector<bool> marks(4);
  mark_ids(encode_ids({1, 3, 4, 1000}), marks);
  EXPECT_EQ(marks, (std::vector<bool>{false, true, false, true}));
}

}  // namespace
}  // namespace lintcache
