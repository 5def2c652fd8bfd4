// SPDX-License-Identifier: MIT
// Lines of JSON, and whose they are.
#include "tools/ruff_lines.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

std::string line(const std::string& file) { return R"({"code":null,"message":"m","filename":")" + file + "\"}\n"; }

TEST(RuffLines, without_a_place_they_are_about_the_beginning) {
  const auto lines = ruff_lines(line("/t/a.py"), {"a.py", {}, "/t"});
  ASSERT_TRUE(lines);
  EXPECT_EQ((*lines)[0].file, "a.py");
  EXPECT_EQ((*lines)[0].line, 1u);
  EXPECT_EQ((*lines)[0].code, "");
}

TEST(RuffLines, a_tree_may_be_reached_by_a_link) {
  const test::ScratchTree tree;
  tree.write("tree/a.py");
  tree.link("link", tree.path("tree"));
  const auto lines = ruff_lines(line(tree.path("tree/a.py")), {"", {"a.py"}, tree.path("link")});
  EXPECT_EQ((*lines)[0].file, "a.py");
}

TEST(RuffLines, others_are_about_nothing_of_ours) {
  EXPECT_EQ((*ruff_lines(line("/u/a.py"), {"a.py", {}, "/t"}))[0].file, "");
  for (const char* text : {"a.py:1:1: F401\n", "[]\n", "{}\n", "{\"code\":\n"}) EXPECT_FALSE(ruff_lines(text, {"a.py", {}, "/t"})) << text;
  EXPECT_TRUE(ruff_lines("", {"a.py", {}, "/t"})->empty());
}

TEST(RuffLines, what_has_another_kind_or_place_is_not_taken_for_what_is_wanted) {
  const auto one = [](const std::string& text) {
    const auto lines = ruff_lines(text + "\n", {"a.py", {}, "/t"});
    return lines && lines->size() == 1 ? lines->front() : RuffLine{"not one"};
  };
  const std::string start = R"({"code":"E1","message":"m","filename":"/t/a.py",)";
  RuffLine line = one(start + R"("location":{"row":3,"column":0},"fix":{"edits":[{"location":{"row":8,"column":9},"code":"X"}],"message":"x"}})");
  EXPECT_EQ(line.line, 3u);
  EXPECT_EQ(line.column, 1u);
  EXPECT_EQ(line.code, "E1");
  EXPECT_EQ(line.message, "m");
  line = one(start + R"("end_location":{"row":5,"column":6},"location":[{"row":7}],"list":["code"]})");
  EXPECT_EQ(line.line, 1u);
  line = one(start + R"("location":{"row":3,"column":4},"location":{"row":"5","column":{"row":6}},"code":null,"message":7})");
  EXPECT_EQ(line.line, 1u);
  EXPECT_EQ(line.column, 1u);
  EXPECT_EQ(line.code + line.message, "");
  EXPECT_EQ(line.file, "a.py");
  EXPECT_FALSE(ruff_lines(R"({"fix":{"code":"","message":""}})", {"a.py", {}, "/t"})) << "nothing of its own";
  for (const char* text : {"7\n", "\"code\"\n", "null\n", "{\"code\":\"\",\"message\":\"\"}{}\n", "{\"code\":\"\",\"message\":\"\xff\"}\n"})
    EXPECT_FALSE(ruff_lines(text, {"a.py", {}, "/t"})) << text;
}

TEST(RuffBase, keeps_no_cache_and_looks_beside_the_file) {
  const Adapter adapter = ruff_base("ruff");
  EXPECT_EQ(adapter.config.beside, adapter.config.upwards);
  EXPECT_EQ(adapter.config.in_home.front(), ".config/ruff/.ruff.toml");
  EXPECT_EQ(adapter.config.extends, "extend");
}

}  // namespace
}  // namespace lintcache
