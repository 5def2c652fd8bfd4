// SPDX-License-Identifier: MIT
// A state with any byte changed, or cut anywhere, says what is so or nothing.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

// Places in the file between those that are tried; prime, so that all kinds of places are met.
constexpr size_t k_stride = 61;

// Long enough for some of its bytes to be among them.
std::string payload_of(const char* name) { return "payload of " + std::string(400, *name); }

class Damage : public testing::Test {
 protected:
  Damage() {
    std::filesystem::create_directories(directory());
    for (const char* name : {"a", "b", "c"}) disk.write(std::string("/t/") + name + ".py", name);
    disk.advance(10 * test::k_second);
    StateStore store(directory());
    StatCache cache(disk);
    InputSets& sets = store.input_sets();
    const auto state = [&](const std::string& path) {
      const Input input = {InputKind::content, path, {}};
      return InputState{input, cache.state(input), Origin::runtime};
    };
    const int64_t group = sets.groups().add({sets.add_input(state("/t/none.py")), sets.add_input(state("/t/b.py"))}, {},
                                            digest_of("group"), "");
    for (const char* name : {"a", "b", "c"}) {
      const std::string path = std::string("/t/") + name + ".py";
      sets.add(name, {{state(path)}, digest_of(name), {group}}, payload_of(name));
    }
    store.save_memory(cache, false);
    store.commit();
  }

  [[nodiscard]] std::string directory() const { return tree.path("state"); }
  [[nodiscard]] std::string file() const { return directory() + "/state.sqlite"; }

  std::string bytes() const {
    std::ostringstream all;
    all << std::ifstream(file(), std::ios::binary).rdbuf();
    return all.str();
  }
  void write(const std::string& text) {
    std::filesystem::remove(file() + ".bad");
    std::filesystem::remove(file() + "-journal");
    std::ofstream(file(), std::ios::binary) << text;
  }

  // What the state says of each subject; a wrong answer fails.
  void expect_right_or_nothing(bool holds, const std::string& what) {
    StateStore store(directory());
    StatCache cache(disk, store.load_memory());
    for (const char* name : {"a", "b", "c"}) {
      const auto known = store.input_sets().find(name, cache);
      if (!known) continue;
      EXPECT_TRUE(holds) << what << ": " << name << " holds no more";
      EXPECT_EQ(known->payload, payload_of(name)) << what;
    }
  }

  // One after the other.
  void change_bytes(bool holds) {
    const std::string good = bytes();
    for (size_t at = 0; at < good.size(); at += k_stride) {
      std::string damaged = good;
      damaged[at] = static_cast<char>(damaged[at] ^ 1 << at % 8);
      write(damaged);
      expect_right_or_nothing(holds, "byte " + std::to_string(at));
    }
  }

  test::FakeDisk disk{4 * test::k_millisecond};
  test::ScratchTree tree;
};

TEST_F(Damage, a_changed_byte_never_makes_a_wrong_answer) {
  change_bytes(true);
}

TEST_F(Damage, a_changed_byte_never_hides_a_change) {
  disk.write("/t/none.py", "it is there now");
  disk.advance(10 * test::k_second);
  change_bytes(false);
}

TEST_F(Damage, a_cut_file_is_begun_anew_or_says_less) {
  const std::string good = bytes();
  for (size_t size = 0; size < good.size(); size += 16 * k_stride) {
    write(good.substr(0, size));
    expect_right_or_nothing(true, "cut at " + std::to_string(size));
  }
}

TEST_F(Damage, an_undamaged_one_says_all) {
  StateStore store(directory());
  StatCache cache(disk, store.load_memory());
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(store.input_sets().find(name, cache)) << name;
}

}  // namespace
}  // namespace lintcache
