// SPDX-License-Identifier: MIT
// Digests of files are those of their bytes.
#include "digest/file_digest.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

TEST(FileDigest, is_that_of_all_bytes) {
  const test::ScratchTree tree;
  for (const size_t size : {0, 1, 65535, 65536, 65537, 300'000}) {
    std::string bytes(size, 'x');
    for (size_t i = 0; i < size; i += 1000) bytes[i] = static_cast<char>(i / 1000);
    tree.write("file", bytes);
    const auto found = digest_file(tree.path("file"));
    ASSERT_TRUE(found.ok() && *found) << size;
    EXPECT_EQ((*found)->digest, digest_of(bytes)) << size;
    EXPECT_EQ((*found)->before.tuple, (*found)->after.tuple);
    EXPECT_EQ((*found)->before.device, (*found)->after.device);
    EXPECT_EQ((*found)->after.tuple.size, static_cast<int64_t>(size));
  }
}

TEST(FileDigest, says_what_cannot_be_read) {
  const test::ScratchTree tree;
  tree.write("file");
  const auto missing = digest_file(tree.path("missing"));
  EXPECT_TRUE(missing.ok() && !*missing);
  const auto below = digest_file(tree.path("file/x"));
  EXPECT_TRUE(below.ok() && !*below);
  EXPECT_FALSE(digest_file(tree.top()).ok());
  ASSERT_EQ(mkfifo(tree.path("fifo").c_str(), 0600), 0);
  EXPECT_FALSE(digest_file(tree.path("fifo")).ok());
}

}  // namespace
}  // namespace lintcache
