// SPDX-License-Identifier: MIT
// Sidecars as text: any bytes come back, and what is not whole, or another's, is nothing.
#include "store/sidecar_text.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

std::vector<Fields> lines() {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  return {{"set", "1", "a\tb\nc\\d"}, {"payload"}, {"bytes", all, "", "\\x41\\@\\t"}, {"latch", "empty", ""}};
}

TEST(SidecarText, any_bytes_come_back) { EXPECT_EQ(sidecar_lines("a.py.deps", sidecar_text("a.py.deps", lines())), lines()); }

TEST(SidecarText, is_for_people) {
  const std::string text = sidecar_text("a b.py.digest", {{"file", "/t/a b.py", "two\nlines", "\0011/x", "caf\xc3\xa9"}});
  EXPECT_EQ(text.substr(0, text.find("sum\t")), "lintcache sidecar 1\ta b.py.digest\nfile\t/t/a b.py\ttwo\\nlines\t\\@1/x\tcaf\xc3\xa9\n");
}

TEST(SidecarText, of_another_file_or_version_is_nothing) {
  const std::string text = sidecar_text("a.py.deps", lines());
  EXPECT_FALSE(sidecar_lines("b.py.deps", text));
  EXPECT_FALSE(sidecar_lines("a.py.deps", ""));
  // With the right sum of a wrong version.
  const std::string next = sidecar_text("a.py.deps\nlintcache sidecar 2\ta.py.deps", {});
  EXPECT_FALSE(sidecar_lines("a.py.deps", next));
}

TEST(SidecarText, each_byte_matters) {
  const std::string text = sidecar_text("a.py.deps", lines());
  for (size_t at = 0; at < text.size(); ++at) {
    EXPECT_FALSE(sidecar_lines("a.py.deps", text.substr(0, at))) << at;
    std::string flipped = text;
    flipped[at] = static_cast<char>(flipped[at] ^ 4);
    EXPECT_FALSE(sidecar_lines("a.py.deps", flipped)) << at;
  }
  EXPECT_FALSE(sidecar_lines("a.py.deps", text + "\n"));
}

}  // namespace
}  // namespace lintcache
