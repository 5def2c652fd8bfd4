// SPDX-License-Identifier: MIT
// Typed hashing: known values, and no two inputs that meet.
#include "digest/hasher.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(Hasher, plain_digest_is_what_sha256sum_prints) {
  EXPECT_EQ(digest_of("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest_of("abc").hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hasher, same_fields_give_the_same_digest) {
  EXPECT_EQ(Hasher().field("tag", "value").digest(), Hasher().field("tag", "value").digest());
}

TEST(Hasher, moving_a_byte_between_fields_changes_the_digest) {
  const Digest whole = Hasher().field("ab", "c").digest();
  EXPECT_NE(whole, Hasher().field("a", "bc").digest());
  EXPECT_NE(whole, Hasher().field("ab", "").field("c", "").digest());
  EXPECT_NE(Hasher().field("t", "a").field("t", "b").digest(),
            Hasher().field("t", "ab").digest());
}

TEST(Hasher, order_and_tag_count) {
  EXPECT_NE(Hasher().field("t", "a").field("t", "b").digest(),
            Hasher().field("t", "b").field("t", "a").digest());
  EXPECT_NE(Hasher().field("t", "a").digest(), Hasher().field("u", "a").digest());
}

TEST(Hasher, a_digest_field_is_its_bytes) {
  const Digest inner = digest_of("x");
  EXPECT_EQ(Hasher().field("t", inner).digest(), Hasher().field("t", inner.view()).digest());
}

TEST(Digest, view_and_from_are_opposites) {
  const Digest digest = digest_of("x");
  EXPECT_EQ(Digest::from(digest.view()), digest);
  EXPECT_FALSE(digest.is_absent());
  EXPECT_TRUE(Digest().is_absent());
}

TEST(Digest, from_fewer_bytes_does_not_read_beyond_them) {
  EXPECT_EQ(Digest::from("\x01").bytes[0], 1);
  EXPECT_TRUE(Digest::from("").is_absent());
}

}  // namespace
}  // namespace lintcache
