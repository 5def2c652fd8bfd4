// SPDX-License-Identifier: MIT
// Which lines of an allowlist are names, and which are refused.
#include "discovery/allowlist.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"

namespace lintcache {
namespace {

class AllowlistTest : public testing::Test {
 protected:
  Allowlist list(const std::string& text) {
    disk.write("/allow.txt", text);
    auto read = Allowlist::read("/allow.txt", disk);
    EXPECT_TRUE(read.ok()) << text << ": " << read.error().text();
    return read ? *read : Allowlist();
  }
  Error refused(const std::string& text) {
    disk.write("/allow.txt", text);
    const auto read = Allowlist::read("/allow.txt", disk);
    EXPECT_FALSE(read.ok()) << text;
    return read ? Error() : read.error();
  }
  test::FakeDisk disk;
};

TEST_F(AllowlistTest, holds_exact_names) {
  const Allowlist names = list("a.py\npkg/b.py\nlast.py");
  for (const char* name : {"a.py", "pkg/b.py", "last.py"}) EXPECT_TRUE(names.contains(name)) << name;
  for (const char* name : {"b.py", "pkg/a.py", "a.pyc", "x/a.py", "pkg", "", "*.py"})
    EXPECT_FALSE(names.contains(name)) << name;
}

TEST_F(AllowlistTest, comments_blank_lines_and_line_ends_of_any_kind_are_no_names) {
  const Allowlist names = list("\xEF\xBB\xBF" "a.py\r\n\r\n  \t\n# comment.py\n\n./#hash.py\n./b.py\r\nc d .py \n");
  for (const char* name : {"a.py", "#hash.py", "b.py", "c d .py "}) EXPECT_TRUE(names.contains(name)) << name;
  for (const char* name : {"", "\r", " comment.py", "comment.py", "# comment.py", "c d .py", "./b.py"})
    EXPECT_FALSE(names.contains(name)) << name;
}

TEST_F(AllowlistTest, an_empty_file_holds_nothing) {
  EXPECT_FALSE(list("").contains(""));
  EXPECT_FALSE(list("\n").contains(""));
  EXPECT_FALSE(Allowlist().contains("a.py"));
}

TEST_F(AllowlistTest, holds_many_names_and_the_same_one_twice) {
  std::string text;
  for (int number = 0; number < 20000; ++number) text += "pkg/module_" + std::to_string(number % 15000) + ".py\n";
  const Allowlist names = list(text);
  for (int number = 0; number < 20000; ++number)
    EXPECT_EQ(names.contains("pkg/module_" + std::to_string(number) + ".py"), number < 15000) << number;
}

TEST_F(AllowlistTest, names_stay_when_the_list_moves) {
  Allowlist first = list("a.py\n");
  const Allowlist second = std::move(first);
  const Allowlist third = second;
  EXPECT_TRUE(third.contains("a.py"));
}

TEST_F(AllowlistTest, a_line_that_can_never_name_a_file_is_refused_with_its_number) {
  for (const char* line : {"/abs/a.py", "gen/", "../a.py", "pkg/../a.py", "pkg//a.py", "pkg/./a.py", ".", "./"}) {
    const Error error = refused("a.py\n#\n" + std::string(line) + "\n");
    EXPECT_EQ(error.where, "/allow.txt:3") << line;
    EXPECT_EQ(error.blame, Blame::asker) << line;
    EXPECT_NE(error.what.find("'" ), std::string::npos);
  }
}

TEST_F(AllowlistTest, a_file_that_cannot_be_read_is_the_askers_mistake) {
  const auto missing = Allowlist::read("/none.txt", disk);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().where, "/none.txt");
  EXPECT_EQ(missing.error().blame, Blame::asker);
  const auto directory = Allowlist::read("/", real_disk());
  ASSERT_FALSE(directory.ok());
  EXPECT_EQ(directory.error().blame, Blame::asker);
}

}  // namespace
}  // namespace lintcache
