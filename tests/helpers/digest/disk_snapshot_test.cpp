// SPDX-License-Identifier: MIT
// Snapshots against the real disk, against every damage of a byte, and what the stat cache says that it saw.
#include "digest/disk_snapshot.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <random>

#include "digest/stat_cache.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

namespace fs = std::filesystem;

class DiskSnapshot : public testing::Test {
 protected:
  DiskSnapshot() {
    for (const char* file : {"a.py", "b.py", "deep/er/c.py"}) tree.write(file, file);
  }

  void write(const std::string& name, const std::string& text) { tree.write(name, text); }
  [[nodiscard]] std::string path(const std::string& name) const { return tree.path(name); }

  // What is at these places now.
  [[nodiscard]] std::vector<SeenPath> look(std::vector<std::string> names) const {
    std::vector<SeenPath> seen;
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      SeenPath& one = seen.emplace_back(SeenPath{path(name), {}});
      one.state.presence = look_at(0, one.path.c_str(), one.state.tuple);
    }
    return seen;
  }

  [[nodiscard]] bool holds(const std::string& snapshot) const { return snapshot_holds(snapshot, tree.top(), 3); }

  test::ScratchTree tree;
};

TEST_F(DiskSnapshot, holds_while_nothing_changes) {
  const auto seen = look({"a.py", "b.py", "deep/er/c.py", "deep", "missing.py", "a.py/below"});
  const std::string snapshot = encode_snapshot(seen);
  EXPECT_TRUE(holds(snapshot));
  EXPECT_EQ(decode_snapshot(snapshot), seen);
  EXPECT_TRUE(snapshot_holds(snapshot, "/elsewhere", 1));
}

TEST_F(DiskSnapshot, each_kind_of_change_shows) {
  const std::string snapshot = encode_snapshot(look({"a.py", "deep/er", "missing.py"}));
  const auto expect_change = [&](const std::string& what, const auto& change, const auto& undo) {
    change();
    EXPECT_FALSE(holds(snapshot)) << what;
    undo();
  };
  expect_change("appears", [&] { write("missing.py", ""); }, [&] { fs::remove(path("missing.py")); });
  EXPECT_TRUE(holds(snapshot));
  const std::string directory = encode_snapshot(look({"deep/er"}));
  write("deep/er/d.py", "");
  EXPECT_FALSE(holds(directory)) << "an entry more";
  const std::string file = encode_snapshot(look({"a.py"}));
  chmod(path("a.py").c_str(), 0600);
  EXPECT_FALSE(holds(file)) << "only ctime";
  const std::string gone = encode_snapshot(look({"b.py"}));
  fs::remove(path("b.py"));
  EXPECT_FALSE(holds(gone)) << "is gone";
}

TEST_F(DiskSnapshot, tells_which_paths_changed_as_long_as_they_are_few) {
  const std::string snapshot = encode_snapshot(look({"a.py", "b.py", "deep/er", "missing.py"}));
  const auto changed = [&](size_t most) { return changes_since(snapshot, tree.top(), 2, most); };
  EXPECT_EQ(changed(0), std::vector<size_t>());
  write("b.py", "another text");
  write("missing.py", "");
  EXPECT_EQ(changed(5), (std::vector<size_t>{1, 3}));
  EXPECT_EQ(changed(2), (std::vector<size_t>{1, 3}));
  EXPECT_FALSE(changed(1));
  EXPECT_FALSE(changes_since(snapshot.substr(1), tree.top(), 2, 5));
}

TEST_F(DiskSnapshot, has_a_name_that_each_byte_counts_for) {
  const auto seen = look({"a.py", "b.py"});
  const std::string snapshot = encode_snapshot(seen);
  EXPECT_EQ(name_of_snapshot(snapshot), name_of_snapshot(encode_snapshot(seen)));
  EXPECT_NE(name_of_snapshot(snapshot), name_of_snapshot(encode_snapshot(look({"a.py"}))));
  EXPECT_TRUE(name_of_snapshot(snapshot.substr(1)).is_absent());
}

TEST_F(DiskSnapshot, a_snapshot_with_any_byte_changed_or_cut_does_not_hold) {
  const std::string snapshot = encode_snapshot(look({"a.py", "b.py", "missing.py"}));
  for (size_t at = 0; at < snapshot.size(); ++at) {
    for (const int bit : {0, 3, 7}) {
      std::string damaged = snapshot;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      EXPECT_FALSE(holds(damaged)) << at << " bit " << bit;
    }
    EXPECT_FALSE(holds(snapshot.substr(0, at))) << "cut at " << at;
  }
  EXPECT_FALSE(holds(snapshot + '\0'));
}

TEST_F(DiskSnapshot, many_paths_in_many_blocks_come_back) {
  std::mt19937 random(7);
  std::vector<SeenPath> seen;
  for (int i = 0; i < 5000; ++i) {
    SeenPath& one = seen.emplace_back(SeenPath{"/r/" + std::to_string(random() % 1000) + "/" + std::to_string(i), {}});
    one.state.presence = static_cast<Presence>(random() % 3);
    if (one.state.presence == Presence::there)
      one.state.tuple = {static_cast<int64_t>(random()), -static_cast<int64_t>(random()) * 1'000'000'007,
                         static_cast<int64_t>(random()) << 31, (uint64_t{random()} << 32) | random()};
  }
  std::sort(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  EXPECT_EQ(decode_snapshot(encode_snapshot(seen)), seen);
  EXPECT_TRUE(holds(encode_snapshot({})));
}

const std::string k_file = "/tree/module.py";

TEST(Seen, tells_files_directories_and_absences) {
  test::FakeDisk disk{4 * test::k_millisecond};
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * test::k_second);
  StatCache cache(disk);
  cache.content(k_file);
  cache.content("/tree/setup.cfg");
  cache.state({InputKind::listing, "/tree", {}});
  const auto seen = cache.seen();
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->size(), 3u);
  EXPECT_EQ((*seen)[0].path, "/tree");
  EXPECT_EQ((*seen)[1].path, k_file);
  EXPECT_EQ((*seen)[1].state.tuple, (*disk.status(k_file))->tuple);
  EXPECT_EQ((*seen)[2].state.presence, Presence::absent);
}

TEST(Seen, says_nothing_about_a_file_that_could_change_without_a_trace) {
  test::FakeDisk disk{test::k_second};
  disk.write(k_file, "a = 1\n");
  StatCache young(disk);
  young.content(k_file);
  EXPECT_FALSE(young.seen());
  disk.advance(10 * test::k_second);
  StatCache old(disk);
  old.content(k_file);
  EXPECT_TRUE(old.seen());
  old.doubt();
  EXPECT_FALSE(old.seen());
  old.look_again();
  old.content(k_file);
  EXPECT_TRUE(old.seen());
}

TEST(Seen, says_nothing_about_a_path_that_changed_while_it_was_asked_for) {
  test::FakeDisk disk{4 * test::k_millisecond};
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * test::k_second);
  StatCache cache(disk);
  [[maybe_unused]] const auto first = cache.status(k_file);
  EXPECT_TRUE(cache.seen());
  disk.write(k_file, "a = 2\n");
  disk.advance(10 * test::k_second);
  cache.content(k_file);
  EXPECT_FALSE(cache.seen());
}

TEST(Seen, says_nothing_where_the_content_decides) {
  test::FakeDisk disk{4 * test::k_millisecond};
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * test::k_second);
  StatCache cache(disk, {}, {true, 0, "", {}});
  cache.content(k_file);
  EXPECT_FALSE(cache.seen());
}

}  // namespace
}  // namespace lintcache
