// SPDX-License-Identifier: MIT
// Telling the output of files apart.
#include "worker/output.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using Texts = std::vector<std::string>;

const std::string k_mark = "0123456789abcdef";

TEST(OutputSplitter, splits_at_marks_wherever_the_pieces_end) {
  const std::string stream = "one" + k_mark + k_mark + "0123three" + k_mark + "rest 0123456789";
  for (size_t piece = 1; piece <= stream.size(); ++piece) {
    OutputSplitter splitter(k_mark);
    for (size_t at = 0; at < stream.size(); at += piece) splitter.feed(std::string_view(stream).substr(at, piece));
    EXPECT_EQ(splitter.finish(), (Texts{"one", "", "0123three", "rest 0123456789"})) << piece;
  }
}

TEST(OutputSplitter, keeps_the_first_64_kib_of_each) {
  OutputSplitter splitter(k_mark);
  for (int i = 0; i < 1000; ++i) splitter.feed(std::string(1000, 'x'));
  splitter.feed(k_mark + "second");
  const Texts texts = splitter.finish();
  EXPECT_EQ(texts[0], std::string(64 << 10, 'x'));
  EXPECT_EQ(texts[1], "second");
}

TEST(OutputMark, is_no_number_that_two_runs_share) { EXPECT_NE(new_nonce(), new_nonce()); }

}  // namespace
}  // namespace lintcache
