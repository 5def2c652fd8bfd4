// SPDX-License-Identifier: MIT
// A question survives being an input, and the stat cache answers it as the system does.
#include "digest/input_facts.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/hasher.h"
#include "digest/stat_cache.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

TEST(InputFacts, a_question_survives) {
  for (const FactKind kind : {FactKind::shape, FactKind::size, FactKind::status, FactKind::dated, FactKind::link, FactKind::access,
                              FactKind::listing, FactKind::place, FactKind::writable, FactKind::no_directory})
    for (const char* detail : {"", "l", "4", "a b/c"}) {
      const Fact fact{kind, "/p", detail, "", false};
      const Input input = input_of(fact);
      EXPECT_EQ(input.kind, InputKind::fact);
      EXPECT_EQ(fact_of(input), fact) << input.detail;
    }
  EXPECT_EQ(input_of({FactKind::content, "/p", "", "", false}), (Input{InputKind::content, "/p", ""}));
  EXPECT_EQ(input_of({FactKind::absent, "/p", "", "", false}), (Input{InputKind::content, "/p", ""}));
  EXPECT_FALSE(fact_of({InputKind::fact, "/p", "nonsense"}));
  EXPECT_FALSE(fact_of({InputKind::fact, "/p", ""}));
}

class InputFactsOfDisk : public testing::Test {
 protected:
  Digest state(FactKind kind, const std::string& name, const std::string& detail = "") {
    return StatCache(real_disk()).state(input_of({kind, tree.path(name), detail, "", false}));
  }
  test::ScratchTree tree;
};

TEST_F(InputFactsOfDisk, each_answer_changes_with_what_it_is_about) {
  tree.write("a", "one");
  tree.write("d/x", "");
  ASSERT_EQ(symlink("a", tree.path("to").c_str()), 0);
  const Digest shape = state(FactKind::shape, "a"), size = state(FactKind::size, "a"), link = state(FactKind::link, "to");
  const Digest listing = state(FactKind::listing, "d"), status = state(FactKind::status, "a");
  tree.write("a", "three");
  EXPECT_EQ(state(FactKind::shape, "a"), shape);
  EXPECT_NE(state(FactKind::size, "a"), size);
  chmod(tree.path("a").c_str(), 0600);
  EXPECT_NE(state(FactKind::status, "a"), status);
  unlink(tree.path("to").c_str());
  ASSERT_EQ(symlink("./a", tree.path("to").c_str()), 0);
  EXPECT_NE(state(FactKind::link, "to"), link);
  tree.write("d/y", "");
  EXPECT_NE(state(FactKind::listing, "d"), listing);
  EXPECT_EQ(state(FactKind::listing, "d", "y"), listing) << "a name that is left out";
  unlink(tree.path("d/x").c_str());
  mkdir(tree.path("d/x").c_str(), 0700);
  EXPECT_NE(state(FactKind::listing, "d", "y"), listing) << "what a name is counts";
  EXPECT_TRUE(state(FactKind::shape, "none").is_absent());
}

TEST_F(InputFactsOfDisk, a_directory_that_is_where_its_name_says_is_so_in_each_clone) {
  tree.write("one/x", "");
  tree.write("two/x", "");
  ASSERT_EQ(symlink("one", tree.path("to").c_str()), 0);
  EXPECT_EQ(state(FactKind::place, "one"), state(FactKind::place, "two"));
  EXPECT_NE(state(FactKind::place, "to"), state(FactKind::place, "one"));
}

TEST_F(InputFactsOfDisk, a_change_is_seen_by_still) {
  tree.write("a", "one");
  StatCache disk(real_disk());
  const Input input = input_of({FactKind::size, tree.path("a"), "", "", false});
  disk.state(input);
  EXPECT_TRUE(disk.still(input));
  tree.write("a", "three");
  EXPECT_FALSE(disk.still(input));
}

TEST_F(InputFactsOfDisk, what_vouches_for_an_answer_is_told) {
  tree.write("d/a", "one");
  ASSERT_EQ(symlink("a", tree.path("d/to").c_str()), 0);
  StatCache disk(real_disk());
  disk.state(input_of({FactKind::link, tree.path("d/to"), "", "", false}));
  const auto seen = disk.seen();
  ASSERT_TRUE(seen);
  std::vector<std::string> paths;
  for (const SeenPath& one : *seen) paths.push_back(one.path);
  EXPECT_EQ(paths, (std::vector<std::string>{tree.path("d"), tree.path("d/to")}));
  disk.state(input_of({FactKind::status, tree.path("d/to"), "l", "", false}));
  EXPECT_FALSE(disk.seen()) << "who owns a link is told by no status that follows it";
}

}  // namespace
}  // namespace lintcache
