// SPDX-License-Identifier: MIT
// Facts change with what they are about, and with nothing else.
#include "digest/path_facts.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class PathFactsTest : public testing::Test {
 protected:
  std::string state(FactKind kind, const std::string& name, const std::string& detail = "") {
    return PathFacts().state({kind, tree.path(name), detail, "", false});
  }
  void set_time(const std::string& name, time_t seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    ASSERT_EQ(utimensat(AT_FDCWD, tree.path(name).c_str(), times, 0), 0);
  }
  test::ScratchTree tree;
};

TEST_F(PathFactsTest, nothing_is_there) {
  for (const FactKind kind : {FactKind::absent, FactKind::content, FactKind::shape, FactKind::dated, FactKind::link,
                              FactKind::access, FactKind::listing, FactKind::place})
    EXPECT_EQ(state(kind, "a"), "-") << static_cast<int>(kind);
  EXPECT_EQ(state(FactKind::writable, "a"), "ok");
}

TEST_F(PathFactsTest, each_kind_sees_what_it_is_about) {
  tree.write("a", "one");
  chmod(tree.path("a").c_str(), 0644);
  set_time("a", 1'000'000'000);
  const std::string content = state(FactKind::content, "a"), status = state(FactKind::status, "a"), dated = state(FactKind::dated, "a");
  EXPECT_EQ(state(FactKind::shape, "a"), "f");
  EXPECT_EQ(state(FactKind::size, "a"), "f 3");
  set_time("a", 1'000'000'001);
  EXPECT_EQ(state(FactKind::status, "a"), status);
  EXPECT_NE(state(FactKind::dated, "a"), dated);
  chmod(tree.path("a").c_str(), 0600);
  EXPECT_NE(state(FactKind::status, "a"), status);
  EXPECT_EQ(state(FactKind::content, "a"), content);
  tree.write("a", "two");
  EXPECT_NE(state(FactKind::content, "a"), content);
}

TEST_F(PathFactsTest, a_listing_leaves_out_what_it_is_told) {
  tree.write("d/a");
  const std::string before = state(FactKind::listing, "d");
  tree.write("d/b");
  EXPECT_NE(state(FactKind::listing, "d"), before);
  EXPECT_EQ(state(FactKind::listing, "d", "b/c"), before);
}

TEST_F(PathFactsTest, a_file_can_be_written_anew_where_it_is_alone_and_of_the_mode) {
  tree.write("a");
  chmod(tree.path("a").c_str(), 0644);
  EXPECT_EQ(state(FactKind::writable, "a", "644"), "ok");
  EXPECT_EQ(state(FactKind::writable, "a", "=644"), "ok");
  EXPECT_EQ(state(FactKind::writable, "b", "=644"), "-");
  EXPECT_NE(state(FactKind::writable, "a", "600"), "ok");
  ASSERT_EQ(link(tree.path("a").c_str(), tree.path("b").c_str()), 0);
  EXPECT_NE(state(FactKind::writable, "a", "644"), "ok");
}

TEST_F(PathFactsTest, what_vouches_is_not_read_again_and_what_is_young_does_not_vouch) {
  tree.write("a", "one");
  PathFacts young;
  const Fact fact{FactKind::content, tree.path("a"), "", "", false};
  young.state(fact);
  EXPECT_TRUE(young.learnt().empty()) << "an edit in the same tick would not show";
  usleep(30'000);
  PathFacts old;
  const std::string state = old.state(fact);
  ASSERT_EQ(old.learnt().size(), 1u);
  PathFacts again(old.learnt());
  EXPECT_EQ(again.state(fact), state);
  EXPECT_EQ(again.files_hashed(), 0u);
  tree.write("a", "two");
  PathFacts changed(old.learnt());
  EXPECT_NE(changed.state(fact), state);
}

TEST_F(PathFactsTest, whether_a_file_holds_a_text_is_remembered_until_it_changes) {
  tree.write("with", "a text in it");
  tree.write("without", "nothing");
  usleep(30'000);
  PathFacts facts;
  EXPECT_TRUE(facts.holds(tree.path("with"), "text"));
  EXPECT_FALSE(facts.holds(tree.path("without"), "text"));
  EXPECT_FALSE(facts.holds(tree.path("none"), "text"));
  EXPECT_EQ(facts.learnt().size(), 2u);
  EXPECT_TRUE(facts.used().empty()) << "no digest of a content";
  PathFacts again(facts.learnt());
  EXPECT_TRUE(again.holds(tree.path("with"), "text"));
  EXPECT_FALSE(again.holds(tree.path("with"), "other"));
  tree.write("with", "nothing");
  tree.write("without", "text");
  PathFacts changed(facts.learnt());
  EXPECT_FALSE(changed.holds(tree.path("with"), "text"));
  EXPECT_TRUE(changed.holds(tree.path("without"), "text"));
}

}  // namespace
}  // namespace lintcache
