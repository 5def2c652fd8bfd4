// SPDX-License-Identifier: MIT
// An outcome comes back byte for byte, while what it depends on is as it was, and in a clone with the clone's paths.
#include "store/outcomes.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

Task task(const std::string& key, const std::string& file = "a.py", const std::string& tool = "flake8") {
  return {file, tool, digest_of(key), {}, {}, {}};
}

Outcome outcome(const std::string& out) {
  Outcome made;
  made.verdict = Verdict::findings;
  made.findings = {{std::string("d/\xff\0.py", 7), 3, 5, Severity::error, "te\nxt", "F401"},
                   {"b.py", 4294967295u, 1, Severity::warning, "", ""}};
  made.notices = {{"../pylintrc", 1, 1, Severity::warning, "old", "useless-option-value"}};
  made.out = out;
  made.err = std::string("\0\xfe", 2);
  made.exit_status = 20;
  made.nanoseconds = 1'234'567'890'123;
  return made;
}

class OutcomesTest : public testing::Test {
 protected:
  OutcomesTest() {
    for (const char* file : {"/h/s/a.py", "/mnt/clone/a.py"}) disk.write(file, "one");
    disk.advance(10 * k_second);
  }
  InputSet set_of(const std::string& path) {
    StatCache cache(disk);
    const Input input{InputKind::content, path, {}};
    return {{{input, cache.state(input), Origin::itself}}, digest_of(path), {}};
  }
  static std::optional<KnownOutcome> find(StateStore& store, FakeDisk& disk, const Task& task) {
    StatCache cache(disk);
    return store.outcomes().find(task, cache);
  }
  test::ScratchTree tree;
  FakeDisk disk;
};

TEST_F(OutcomesTest, comes_back_byte_for_byte) {
  const Outcome put = outcome("out");
  const KnownOutcome known = StateStore(tree.top()).outcomes().put(task("key"), set_of("/h/s/a.py"), put);
  StateStore store(tree.top());
  const auto got = find(store, disk, task("key"));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->outcome.verdict, put.verdict);
  EXPECT_EQ(got->outcome.findings, put.findings);
  EXPECT_EQ(got->outcome.notices, put.notices);
  EXPECT_EQ(got->outcome.out, put.out);
  EXPECT_EQ(got->outcome.err, put.err);
  EXPECT_EQ(got->outcome.exit_status, put.exit_status);
  EXPECT_EQ(got->outcome.nanoseconds, put.nanoseconds);
  EXPECT_EQ(got->set, known.set);
  EXPECT_EQ(got->made, known.made);
  EXPECT_EQ(got->identity, known.identity);
  EXPECT_FALSE(find(store, disk, task("other")));
  EXPECT_FALSE(find(store, disk, task("key", "b.py")));
  EXPECT_FALSE(find(store, disk, task("key", "a.py", "pylint")));
}

TEST_F(OutcomesTest, is_found_only_while_its_inputs_are_as_they_were) {
  StateStore store(tree.top());
  store.outcomes().put(task("key"), set_of("/h/s/a.py"), outcome("one"));
  disk.write("/h/s/a.py", "two");
  store.input_sets().look_again();
  EXPECT_FALSE(find(store, disk, task("key")));
  store.outcomes().put(task("key"), set_of("/h/s/a.py"), outcome("two"));
  EXPECT_EQ(find(store, disk, task("key"))->outcome.out, "two");
  disk.write("/h/s/a.py", "one");
  store.input_sets().look_again();
  EXPECT_EQ(find(store, disk, task("key"))->outcome.out, "one");
}

TEST_F(OutcomesTest, the_identity_changes_with_key_and_inputs) {
  StateStore store(tree.top());
  const Digest first = store.outcomes().put(task("key"), set_of("/h/s/a.py"), outcome("")).identity;
  EXPECT_EQ(store.outcomes().put(task("key"), set_of("/h/s/a.py"), outcome("x")).identity, first);
  EXPECT_NE(store.outcomes().put(task("key"), set_of("/mnt/clone/a.py"), outcome("")).identity, first);
  EXPECT_NE(store.outcomes().put(task("other"), set_of("/h/s/a.py"), outcome("")).identity, first);
}

TEST_F(OutcomesTest, the_oldest_of_one_file_and_tool_are_forgotten_whatever_their_keys) {
  StateStore store(tree.top());
  store.outcomes().put(task("b", "b.py"), {}, outcome(""));
  store.outcomes().put(task("p", "a.py", "pylint"), {}, outcome(""));
  for (int i = 0; i < 20; ++i) store.outcomes().put(task(std::to_string(i)), {}, outcome(""));
  EXPECT_FALSE(find(store, disk, task("3")));
  EXPECT_TRUE(find(store, disk, task("4")));
  EXPECT_TRUE(find(store, disk, task("19")));
  EXPECT_TRUE(find(store, disk, task("b", "b.py")));
  EXPECT_TRUE(find(store, disk, task("p", "a.py", "pylint")));
}

TEST_F(OutcomesTest, what_is_dropped_is_gone) {
  StateStore store(tree.top());
  store.outcomes().put(task("key"), {}, outcome(""));
  store.outcomes().drop(find(store, disk, task("key"))->set);
  EXPECT_FALSE(find(store, disk, task("key")));
}

TEST_F(OutcomesTest, a_copy_of_the_state_serves_a_clone_with_the_clones_paths) {
  Outcome said = outcome("/h/s/a.py:1: bad\n");
  said.err = "/h/s/build/x and /h/s2/a.py";
  said.findings = {{"/h/s/b.py", 1, 1, Severity::error, "see /h/s/c.py", "X"}};
  StateStore(tree.top(), Roots({"/h/s", "/h/s/build"})).outcomes().put(task("key"), set_of("/h/s/a.py"), said);
  std::filesystem::create_directory(tree.path("copy"));
  std::filesystem::copy(tree.path("state.sqlite"), tree.path("copy/state.sqlite"));
  disk.remove("/h/s/a.py");
  StateStore clone(tree.path("copy"), Roots({"/mnt/clone", "/b"}));
  const auto got = find(clone, disk, task("key"));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->outcome.out, "/mnt/clone/a.py:1: bad\n");
  EXPECT_EQ(got->outcome.err, "/b/x and /h/s2/a.py");
  EXPECT_EQ(got->outcome.findings[0].path, "/mnt/clone/b.py");
  EXPECT_EQ(got->outcome.findings[0].text, "see /mnt/clone/c.py");
}

}  // namespace
}  // namespace lintcache
