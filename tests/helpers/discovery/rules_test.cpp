// SPDX-License-Identifier: MIT
// Which of several rules decides, and which pattern it names.
#include "discovery/rules.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

class RulesTest : public testing::Test {
 protected:
  RulesTest() {
    request.source_dir = "/s";
    request.state_dir = "/s/state";
    request.binary_dir = "/s/build";
  }
  Rules rules() {
    auto made = Rules::of(request, disk);
    EXPECT_TRUE(made.ok());
    return *std::move(made);
  }
  // The rule with the pattern that decided, as text to compare.
  static std::string text(const Ruling& ruling) {
    return std::to_string(static_cast<int>(ruling.rule)) + " " + (ruling.pattern ? ruling.pattern->text() : "");
  }
  static std::string text(Rule rule, const std::string& pattern = "") {
    return std::to_string(static_cast<int>(rule)) + " " + pattern;
  }
  std::string file(const std::string& path) { return text(rules().file(split(path, '/'), nullptr)); }
  std::string directory(const std::string& path) { return text(rules().directory(split(path, '/'), nullptr)); }
  test::FakeDisk disk;
  Request request;
};

TEST_F(RulesTest, the_first_pattern_that_matches_decides) {
  request.include = {"*.txt", "**/*.py", "pkg/*.py"};
  request.exclude = {"pkg/b*", "b.py"};
  EXPECT_EQ(file("pkg/a.py"), text(Rule::include, "**/*.py"));
  EXPECT_EQ(file("pkg/b.py"), text(Rule::exclude, "pkg/b*"));
  EXPECT_EQ(file("b.py"), text(Rule::exclude, "b.py"));
  EXPECT_EQ(file("b.rst"), text(Rule::no_include));
}

TEST_F(RulesTest, exclude_goes_before_allowlist_and_that_before_skip_linting) {
  disk.write("/allow", "a.py\nb.py\n");
  request.allowlist = "/allow";
  request.skip = {"/s/a.py", "/s/b.py", "/s/c.py", "/elsewhere/d.py"};
  request.exclude = {"a.py"};
  EXPECT_EQ(file("a.py"), text(Rule::exclude, "a.py"));
  EXPECT_EQ(file("b.py"), text(Rule::allowlist));
  EXPECT_EQ(file("c.py"), text(Rule::skip_linting));
  EXPECT_EQ(file("d.py"), text(Rule::include, "**/*.py"));
}

TEST_F(RulesTest, a_pattern_for_a_whole_directory_takes_its_python_files) {
  request.include = {"d/"};
  const Rules made = rules();
  const Glob* whole = made.whole({"d"}, nullptr);
  ASSERT_NE(whole, nullptr);
  EXPECT_EQ(made.whole({"d", "e"}, whole), whole);
  EXPECT_EQ(text(made.file({"d", "e", "a.py"}, whole)), text(Rule::include, "d/"));
  EXPECT_EQ(text(made.file({"d", "a.txt"}, whole)), text(Rule::no_include));
}

TEST_F(RulesTest, directories_know_why_they_are_left_out) {
  request.include = {"*.py", ".ci/*.py"};
  request.exclude = {"vendor/"};
  EXPECT_EQ(directory("state"), text(Rule::state_directory));
  EXPECT_EQ(directory("vendor"), text(Rule::exclude, "vendor/"));
  EXPECT_EQ(directory("build"), text(Rule::binary_directory));
  EXPECT_EQ(directory(".git"), text(Rule::hidden));
  EXPECT_EQ(directory(".ci"), text(Rule::include, "*.py"));
  EXPECT_EQ(directory("pkg"), text(Rule::include, "*.py"));
  request.include = {"/a.py"};
  EXPECT_EQ(directory("pkg"), text(Rule::no_include));
}

TEST_F(RulesTest, a_marker_is_named_unless_the_directory_is_spelled_out) {
  request.include = {"*.py", "named/*.py"};
  const std::vector<DirectoryEntry> entries = {{"CACHEDIR.TAG", FileType::regular}, {"a.py", FileType::regular}};
  const Rules made = rules();
  const Ruling ruling = made.listed_directory({"other"}, entries);
  EXPECT_EQ(ruling.rule, Rule::marked);
  EXPECT_STREQ(ruling.marker, "CACHEDIR.TAG");
  EXPECT_TRUE(made.listed_directory({"named"}, entries).takes());
}

TEST_F(RulesTest, an_allowlist_that_is_gone_is_an_error) {
  request.allowlist = "/gone";
  const auto made = Rules::of(request, disk);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().where, "/gone");
}

}  // namespace
}  // namespace lintcache
