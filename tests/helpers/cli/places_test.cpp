// SPDX-License-Identifier: MIT
// Where results are shared and how much room they may take.
#include "cli/places.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

Result<Request> shared(const std::vector<std::string>& environment) {
  Request request;
  LINTCACHE_TRY(find_shared_results(request, environment));
  return request;
}

TEST(Places, the_shared_directory_is_the_first_that_is_named) {
  EXPECT_EQ(shared({"LINTCACHE_DIR=/a", "XDG_CACHE_HOME=/b", "HOME=/c"})->shared_dir, "/a");
  EXPECT_EQ(shared({"XDG_CACHE_HOME=/b", "HOME=/c"})->shared_dir, "/b/lintcache");
  EXPECT_EQ(shared({"XDG_CACHE_HOME=relative", "HOME=/c"})->shared_dir, "/c/.cache/lintcache");
  EXPECT_EQ(shared({})->shared_dir, "");
}

TEST(Places, sizes_have_units) {
  const auto limit = [](const std::string& text) { return shared({"HOME=/c", "LINTCACHE_MAX_SIZE=" + text})->shared_limit; };
  EXPECT_EQ(shared({"HOME=/c"})->shared_limit, int64_t{2} << 30);
  EXPECT_EQ(limit("1000"), 1000);
  EXPECT_EQ(limit("3K"), 3 << 10);
  EXPECT_EQ(limit("500M"), 500 << 20);
  EXPECT_EQ(limit("7G"), int64_t{7} << 30);
  EXPECT_EQ(limit("2T"), int64_t{2} << 40);
}

TEST(Places, nothing_is_shared_where_nothing_may_be_kept) {
  EXPECT_EQ(shared({"HOME=/c", "LINTCACHE_MAX_SIZE=0"})->shared_dir, "");
}

TEST(Places, other_sizes_are_refused) {
  for (const char* text : {"a lot", "-1", "5X", "5 G", "G", "9223372036854775807T", "99999999999999999999"})
    EXPECT_FALSE(shared({"HOME=/c", std::string("LINTCACHE_MAX_SIZE=") + text})) << text;
}

}  // namespace
}  // namespace lintcache
