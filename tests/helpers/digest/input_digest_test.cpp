// SPDX-License-Identifier: MIT
// Digests of inputs and groups follow everything but order and repetition.
#include "digest/input_digest.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"

namespace lintcache {
namespace {

const InputState k_a{{InputKind::content, "/a", ""}, digest_of("1")};
const InputState k_b{{InputKind::lookup, "/b", "x"}, digest_of("2")};

TEST(DigestOfInputs, does_not_depend_on_order_and_repetition_but_on_everything_else) {
  const Digest digest = digest_of_inputs({k_a, k_b});
  EXPECT_EQ(digest, digest_of_inputs({k_b, k_a}));
  EXPECT_EQ(digest, digest_of_inputs({k_b, k_a, k_b}));
  EXPECT_NE(digest, digest_of_inputs({k_a}));
  for (const auto& change : std::vector<void (*)(InputState&)>{
           [](InputState& input) { input.input.path = "/c"; }, [](InputState& input) { input.input.detail = "y"; },
           [](InputState& input) { input.input.kind = InputKind::listing; },
           [](InputState& input) { input.state = {}; }}) {
    InputState other = k_b;
    change(other);
    EXPECT_NE(digest, digest_of_inputs({k_a, other}));
  }
}

// How something came into a footprint makes no difference to a verdict.
TEST(DigestOfInputs, does_not_depend_on_the_origin) {
  InputState other = k_a;
  other.origin = Origin::stub;
  EXPECT_EQ(digest_of_inputs({k_a}), digest_of_inputs({other}));
}

TEST(DigestOfGroup, tells_inputs_from_groups_below) {
  const Digest one = digest_of("1"), two = digest_of("2");
  EXPECT_EQ(digest_of_group({one, two}, {}), digest_of_group({two, one, two}, {}));
  EXPECT_EQ(digest_of_group({}, {one, two}), digest_of_group({}, {two, one, two}));
  EXPECT_NE(digest_of_group({one}, {two}), digest_of_group({two}, {one}));
  EXPECT_NE(digest_of_group({one}, {}), digest_of_group({}, {one}));
}

}  // namespace
}  // namespace lintcache
