// SPDX-License-Identifier: MIT
// Patterns as gitignore(5) has them, one line of a table for each rule.
#include "discovery/glob.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lintcache {
namespace {

Names names(const std::string& path) { return path.empty() ? Names() : split(path, '/'); }

struct Rule {
  const char* pattern;
  std::vector<const char*> matches;
  std::vector<const char*> others;
};

const Rule k_rules[] = {
    // No slash: at any depth.
    {"*.py", {"a.py", "d/a.py", "d/e/a.py", ".py", ".hidden.py"}, {"a.pyc", "a.py/b", "apy"}},
    {"a.py", {"a.py", "d/a.py"}, {"ba.py", "a.pyc"}},
    {"?.py", {"a.py", "d/b.py"}, {"ab.py", ".py"}},
    {"[ab].py", {"a.py", "d/b.py"}, {"c.py", "ab.py"}},
    {"[!ab].py", {"c.py"}, {"a.py", "b.py"}},
    {"[a-c]x", {"bx"}, {"dx", "x"}},
    {"\\*.py", {"*.py"}, {"a.py"}},
    {"[*].py", {"*.py", "d/*.py"}, {"a.py"}},
    {"wscript", {"wscript", "d/wscript"}, {"wscript.py", "d/wscript/e"}},
    // A slash: from the top of the tree.
    {"/a.py", {"a.py"}, {"d/a.py"}},
    {"d/a.py", {"d/a.py"}, {"a.py", "e/d/a.py"}},
    {"/d/a.py", {"d/a.py"}, {"e/d/a.py"}},
    {"./a.py", {"a.py"}, {"d/a.py"}},
    {"./d/a.py", {"d/a.py"}, {"e/d/a.py"}},
    {"d/*.py", {"d/a.py"}, {"d/e/a.py", "a.py"}},
    {"*/a.py", {"d/a.py"}, {"a.py", "d/e/a.py"}},
    {"d*/a.py", {"d1/a.py"}, {"d/e/a.py"}},
    // `**` as a whole name.
    {"**/*.py", {"a.py", "d/a.py", "d/e/f/a.py"}, {"a.txt"}},
    {"**/d/a.py", {"d/a.py", "e/d/a.py"}, {"d/e/a.py"}},
    {"d/**", {"d/a.py", "d/e/a.py"}, {"d", "e/d/a.py", "a.py"}},
    {"d/**/a.py", {"d/a.py", "d/e/a.py", "d/e/f/a.py"}, {"a.py", "d/ea.py"}},
    {"d/**/**/a.py", {"d/a.py", "d/e/a.py"}, {"a.py"}},
    {"**", {"a.py", "d/a"}, {}},
    {"**/e/**/a.py", {"e/a.py", "d/e/a.py", "d/e/f/g/a.py"}, {"d/a.py"}},
    // `**` that is only a part of a name is two stars.
    {"d**/a.py", {"d1/a.py", "d/a.py"}, {"d/e/a.py"}},
    {"**.py", {"a.py", "d/a.py"}, {"a.txt"}},
    // Directories only: never a file.
    {"d/", {}, {"d", "e/d", "d/a.py"}},
};

TEST(Glob, matches_files) {
  for (const Rule& rule : k_rules) {
    const auto glob = Glob::parse(rule.pattern);
    ASSERT_TRUE(glob.ok()) << rule.pattern;
    for (const char* path : rule.matches) EXPECT_TRUE(glob->matches_file(names(path))) << rule.pattern << " " << path;
    for (const char* path : rule.others) EXPECT_FALSE(glob->matches_file(names(path))) << rule.pattern << " " << path;
  }
}

TEST(Glob, a_final_slash_matches_directories) {
  EXPECT_TRUE(Glob::parse("d/")->matches_directory({"d"}));
  EXPECT_TRUE(Glob::parse("d/")->matches_directory({"e", "d"}));
  EXPECT_FALSE(Glob::parse("/d/")->matches_directory({"e", "d"}));
  EXPECT_TRUE(Glob::parse("e/d/")->matches_directory({"e", "d"}));
  EXPECT_FALSE(Glob::parse("d/")->matches_directory({"d", "e"}));
  EXPECT_FALSE(Glob::parse("d/**")->matches_directory({"d"}));
}

TEST(Glob, refuses_what_cannot_match_anything) {
  for (const char* pattern : {"", "/", "./", "//", "a//b", "../a", "a/../b", "a//"}) {
    const auto glob = Glob::parse(pattern);
    ASSERT_FALSE(glob.ok()) << pattern;
    EXPECT_EQ(glob.error().blame, Blame::asker);
    EXPECT_EQ(glob.error().where, pattern);
  }
}

TEST(Glob, may_match_below_is_false_only_where_nothing_can) {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"*.py", "d/e", true},      {"d/*.py", "", true},         {"d/*.py", "d", true},
      {"d/*.py", "e", false},     {"d/*.py", "d/e", false},     {"d/**/a.py", "d/e/f", true},
      {"d/**/a.py", "e", false},  {"d?/e/a.py", "d1/e", true},  {"d?/e/a.py", "d1/f", false},
      {"/a.py", "d", false},      {"**/d/*.py", "x/y", true},   {"d/e/f.py", "d/e", true},
  };
  for (const auto& [pattern, directory, expected] : cases)
    EXPECT_EQ(Glob::parse(pattern)->may_match_below(names(directory)), expected) << pattern << " " << directory;
}

TEST(Glob, names_directory_wants_the_name_spelt_out) {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {".github/**/*.py", ".github", true},    {".github/**/*.py", ".github/x", false},
      {".git*/*.py", ".github", false},        {"**/*.py", ".github", false},
      {"**/.github/*.py", "x/.github", true},  {"build/gen/*.py", "build", true},
      {"build/gen/*.py", "build/gen", true},   {"build/gen/*.py", "build/other", false},
      {"build/", "build", true},               {"*/gen/*.py", "build", false},
      {"*/gen/*.py", "build/gen", true},       {"a.py", "a.py", true},
  };
  for (const auto& [pattern, directory, expected] : cases)
    EXPECT_EQ(Glob::parse(pattern)->names_directory(names(directory)), expected) << pattern << " " << directory;
}

TEST(Glob, names_are_bytes) {
  EXPECT_TRUE(Glob::parse("*.py")->matches_file({"caf\xe9.py"}));
  EXPECT_TRUE(Glob::parse("*.py")->matches_file({"new\nline.py"}));
  EXPECT_TRUE(Glob::parse("caf\xe9.py")->matches_file({"caf\xe9.py"}));
  EXPECT_FALSE(Glob::parse("caf\xe9.py")->matches_file({"caf\xe8.py"}));
}

}  // namespace
}  // namespace lintcache
