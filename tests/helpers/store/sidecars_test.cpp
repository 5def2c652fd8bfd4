// SPDX-License-Identifier: MIT
// The state as sidecars: all of it comes back, and what happens to one costs what it holds.
#include "store/sidecars.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "digest/hasher.h"
#include "digest/input_digest.h"
#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

namespace fs = std::filesystem;

Task task(const std::string& file, const std::string& tool = "flake8") { return {file, tool, digest_of("key\0"), {}, {}, {}}; }

class SidecarsTest : public testing::Test {
 protected:
  SidecarsTest() {
    for (const char* file : {"a.py", "d/b.py", "d/c.py", "setup.cfg"}) disk.write("/h/s/" + std::string(file), file);
    disk.write("/usr/lib.py", "lib");
    disk.advance(10 * test::k_second);
  }

  // Each file depends on itself, with `d/b.py` on one of its own that is in a group, and all on a group of groups.
  void fill() {
    StateStore store(state(), roots, nullptr, Backend::files);
    StatCache cache(disk, store.load_memory());
    InputSets& sets = store.input_sets();
    const auto now = [&](const std::string& path) {
      const Input input{InputKind::content, path, {}};
      return InputState{input, cache.state(input), Origin::runtime};
    };
    const int64_t low = sets.groups().add({sets.add_input(now("/usr/lib.py"))}, {}, digest_of("low"), "");
    const int64_t high = sets.groups().add({sets.add_input(now("/h/s/none.py"))}, {low}, digest_of("high"), "");
    const int64_t own = sets.groups().add({sets.add_input(now("/h/s/setup.cfg"))}, {}, digest_of("own"), "");
    for (const std::string& file : files()) {
      Outcome outcome;
      outcome.verdict = Verdict::findings;
      outcome.out = "/h/s/" + file + ":1:\tsaid\n";
      InputSet set{{now("/h/s/" + file)}, digest_of(file), {high}};
      if (file == "d/b.py") set.below.push_back(own);
      const KnownOutcome known = store.outcomes().put(task(file), set, outcome);
      store.decisions().put(file, "flake8", {false, 1, known.set, digest_of("base"), 1, {{ReasonKind::file, "changed", ""}}, 0, "", ""});
      store.put_record({file, "flake8", known.identity, Verdict::findings});
    }
    store.outcomes().put(task("", "mypy"), {{now("/h/s/a.py")}, digest_of("tree"), {}}, {});
    store.decisions().put_parts(digest_of("base"), {{PartKind::tool, "flake8", "6"}});
    ASSERT_TRUE(cache.entries("/h/s/d").ok());
    store.latch("exclude", "/h/s/x");
    store.save_memory(cache, true);
    store.replays().put(digest_of("run"), digest_of("settings"), {"snapshot", "report", true});
    ASSERT_EQ(store.trouble(), "");
  }

  static std::vector<std::string> files() { return {"a.py", "d/b.py", "d/c.py"}; }
  [[nodiscard]] std::string state() const { return tree.path("state"); }

  // The files whose outcomes are found.
  std::vector<std::string> found() {
    StateStore store(state(), roots, nullptr, Backend::files);
    EXPECT_EQ(store.trouble(), "");
    StatCache cache(disk);
    std::vector<std::string> all;
    for (const std::string& file : files())
      if (const auto known = store.outcomes().find(task(file), cache)) {
        EXPECT_EQ(known->outcome.out, "/h/s/" + file + ":1:\tsaid\n");
        all.push_back(file);
      }
    return all;
  }

  // Names, bytes and times of all files of the state.
  std::map<std::string, std::pair<std::string, int64_t>> all_sidecars() {
    std::map<std::string, std::pair<std::string, int64_t>> all;
    for (const auto& entry : fs::recursive_directory_iterator(state()))
      if (entry.is_regular_file()) {
        const std::string name = fs::relative(entry.path(), state());
        all[name] = {tree.read("state/" + name), entry.last_write_time().time_since_epoch().count()};
      }
    return all;
  }

  test::ScratchTree tree;
  test::FakeDisk disk;
  Roots roots{{"/h/s", "/h/s/build"}};
};

TEST_F(SidecarsTest, all_comes_back) {
  fill();
  EXPECT_EQ(found(), files());
  StateStore store(state(), roots, nullptr, Backend::files);
  EXPECT_TRUE(store.is_writable());
  const Memory memory = store.load_memory();
  EXPECT_EQ(memory.files.size(), 5u);
  ASSERT_EQ(memory.directories.count("/h/s/d"), 1u);
  EXPECT_EQ(memory.directories.at("/h/s/d").entries.size(), 2u);
  EXPECT_EQ(memory.directories.at("/h/s/d").entries[0].type, FileType::regular);
  EXPECT_EQ(memory.files.at("/h/s/a.py").digest, digest_of("a.py"));
  const auto decision = store.decisions().find("d/b.py", "flake8");
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->reasons.size(), 1u);
  EXPECT_EQ(store.outcomes().of_set(decision->set)->out, "/h/s/d/b.py:1:\tsaid\n");
  EXPECT_EQ(store.decisions().parts(digest_of("base"))->size(), 1u);
  EXPECT_EQ(store.records().size(), 3u);
  EXPECT_EQ(store.latched().at("exclude"), "/h/s/x");
  StatCache cache(disk);
  EXPECT_TRUE(store.outcomes().find(task("", "mypy"), cache));
  disk.write("/usr/lib.py", "other");
  StatCache later(disk);
  store.input_sets().look_again();
  EXPECT_FALSE(store.outcomes().find(task("a.py"), later));
}

TEST_F(SidecarsTest, each_file_and_directory_has_its_own) {
  fill();
  for (const char* name : {"a.py.digest", "a.py.deps", "d/b.py.deps", "d/directory.manifest", "d/directory.decisions", "setup.cfg.digest",
                           "tree.elsewhere", "tree.keys", "tree.settings", "tree.replay", "mypy.tree.deps"})
    EXPECT_TRUE(tree.has("state/" + std::string(name))) << name;
  EXPECT_FALSE(tree.has("state/state.sqlite"));
  EXPECT_NE(tree.read("state/d/b.py.deps").find("input\tcontent\truntime\t" + digest_of("setup.cfg").hex() + "\t\\@1/setup.cfg"), std::string::npos);
}

TEST_F(SidecarsTest, nothing_is_written_where_nothing_changed) {
  fill();
  const auto before = all_sidecars();
  EXPECT_EQ(found(), files());
  EXPECT_EQ(all_sidecars(), before);
  // The same again, with other ids: only what is dated is written.
  fill();
  EXPECT_EQ(all_sidecars()["a.py.digest"], before.at("a.py.digest"));
}

TEST_F(SidecarsTest, what_is_lost_costs_what_it_holds) {
  const std::pair<const char*, std::vector<std::string>> costs[] = {
      {"a.py.deps", {"d/b.py", "d/c.py"}}, {"d/b.py.deps", {"a.py", "d/c.py"}},  {"a.py.digest", files()},
      {"d/directory.manifest", files()},   {"d/directory.decisions", files()}, {"tree.elsewhere", files()},
      {"tree.settings", files()},          {"tree.keys", files()},             {"tree.replay", files()}};
  for (const auto& [name, left] : costs)
    for (const char* with : {"removed", "damaged", "another's", "of another version"}) {
      fs::remove_all(state());
      fill();
      const std::string path = "state/" + std::string(name);
      std::string text = tree.read(path);
      if (with == std::string("removed")) fs::remove(tree.path(path));
      else if (with == std::string("damaged")) tree.write(path, text.replace(text.size() / 2, 1, "\x7f"));
      else if (with == std::string("another's")) tree.write(path, tree.read("state/d/c.py.digest"));
      else tree.write(path, text.replace(text.find(" 1\t"), 3, " 2\t"));
      EXPECT_EQ(found(), left) << name << ' ' << with;
      EXPECT_EQ(found(), left) << name << ' ' << with;
      fill();
      EXPECT_EQ(found(), files()) << name << ' ' << with;
    }
}

TEST_F(SidecarsTest, runs_are_repeated_while_all_others_are_as_they_were) {
  const auto is_remembered = [&] {
    return StateStore(state(), roots, nullptr, Backend::files).replays().find(digest_of("run")).has_value();
  };
  fill();
  EXPECT_TRUE(is_remembered());
  tree.write("state/a.py.digest", tree.read("state/a.py.digest"));
  EXPECT_FALSE(is_remembered());
}

TEST_F(SidecarsTest, memory_without_settings_is_not_believed) {
  fill();
  fs::remove(tree.path("state/tree.settings"));
  EXPECT_TRUE(StateStore(state(), roots, nullptr, Backend::files).load_memory().files.empty());
  EXPECT_TRUE(StateStore(state(), roots, nullptr, Backend::files).load_memory().files.empty());
}

TEST_F(SidecarsTest, a_decision_names_no_set_of_another) {
  fill();
  const std::string before = tree.read("state/directory.decisions");
  fs::remove(tree.path("state/a.py.deps"));
  {
    // The id is free again where nobody names it.
    fs::remove(tree.path("state/directory.decisions"));
    fs::remove(tree.path("state/d/directory.decisions"));
    for (const char* name : {"d/b.py.deps", "d/c.py.deps", "mypy.tree.deps"}) fs::remove(tree.path("state/" + std::string(name)));
    StateStore store(state(), roots, nullptr, Backend::files);
    store.outcomes().put(task("d/c.py"), {}, {});
  }
  tree.write("state/directory.decisions", before);
  StateStore store(state(), roots, nullptr, Backend::files);
  EXPECT_FALSE(store.decisions().find("a.py", "flake8"));
}

TEST_F(SidecarsTest, of_a_forgotten_file_go_away) {
  fill();
  {
    StateStore store(state(), roots, nullptr, Backend::files);
    for (const char* file : {"d/b.py", "d/c.py"}) {
      store.forget_file(file);
      store.remove_record({file, "flake8", {}, Verdict::findings});
    }
    StatCache cache(disk, store.load_memory());
    for (const char* path : {"/h/s/a.py", "/usr/lib.py"}) cache.content(path);
    store.save_memory(cache, true);
    store.sweep();
  }
  EXPECT_FALSE(tree.has("state/d"));
  EXPECT_EQ(found(), std::vector<std::string>{"a.py"});
}

TEST_F(SidecarsTest, names_may_be_as_long_as_they_can_be) {
  const std::string file = std::string(252, 'x') + ".py";
  StateStore(state(), roots, nullptr, Backend::files).outcomes().put(task(file), {}, {});
  StateStore store(state(), roots, nullptr, Backend::files);
  StatCache cache(disk);
  EXPECT_TRUE(store.outcomes().find(task(file), cache));
  EXPECT_EQ(store.trouble(), "");
}

TEST_F(SidecarsTest, go_where_the_state_is_kept_otherwise) {
  fill();
  tree.write("state/a.py.flake8.log", "said\n");
  {
    StateStore store(state(), roots);
    StatCache cache(disk, store.load_memory());
    store.save_memory(cache, true);
  }
  EXPECT_FALSE(has_sidecars(state()));
  EXPECT_FALSE(tree.has("state/d"));
  EXPECT_TRUE(tree.has("state/a.py.flake8.log"));
  EXPECT_TRUE(tree.has("state/state.sqlite"));
  fill();
  EXPECT_FALSE(tree.has("state/state.sqlite"));
}

}  // namespace
}  // namespace lintcache
