// SPDX-License-Identifier: MIT
// Random histories of a disk with coarse clocks: what a run without disturbance says is always what is there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "digest/hasher.h"
#include "digest/stat_cache.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_millisecond;
using test::k_second;

constexpr int k_steps = 4000;

const std::vector<std::string> k_directories = {"/net/t", "/net/t/a", "/net/t/b"};
const std::vector<std::string> k_files = {"/net/t/x.py",  "/net/t/a/x.py", "/net/t/a/y.py",     "/net/t/b/x.py",
                                          "/net/t/b/y.py", "/net/t/link.py", "/net/t/inner/x.py"};

struct World {
  int64_t tick;
  int64_t ahead;   // of the clock of the disk with the files and the probe
  bool is_dated;
  bool has_probe;
};

void PrintTo(const World& world, std::ostream* out) {
  *out << "tick " << world.tick << ", ahead " << world.ahead << (world.is_dated ? "" : ", not dated")
       << (world.has_probe ? "" : ", no probe");
}

// Keeps what the store would keep, and no more.
struct Kept {
  Memory memory;
  std::string judged;

  void save(StatCache& cache, bool saw_all) {
    judged = text_of(cache.judged());
    for (const std::string& path : cache.new_files())
      if (const auto record = cache.memory().files.find(path); record != cache.memory().files.end())
        memory.files[path] = record->second;
    for (const std::string& path : cache.new_directories()) memory.directories[path] = cache.memory().directories.at(path);
    if (!saw_all) return;
    for (const std::string& path : cache.unused_files()) memory.files.erase(path);
    for (const std::string& path : cache.unused_directories()) memory.directories.erase(path);
  }
};

class History {
 public:
  History(const World& world, uint64_t seed) : world_(world), random_(seed) {
    disk_.mount("/net", {.tick = world.tick, .ahead = world.ahead, .is_dated = world.is_dated});
    for (const std::string& directory : k_directories) disk_.make_directory(directory);
  }

  void step() {
    switch (pick(16)) {
      case 0: case 1: case 2: return edit();
      case 3: return restore();
      case 4: return replace();
      case 5: return disk_.remove(file());
      case 6: return with_existing([&](const std::string& from) { disk_.rename(from, file(6)); });
      case 7: return with_existing([&](const std::string& from) { disk_.hard_link(from, file(6)); });
      case 8: return disk_.link("/net/t/link.py", file(5));
      case 9: return disk_.link("/net/t/inner", k_directories[1 + pick(2)]);
      case 10: return swap_directories();
      case 11: case 12: return wait();
      case 13: return pick(3) == 0 ? set_clock_back() : wait();
      case 14: return look(true);
      default: return look(false);
    }
  }

  size_t looked = 0, trusted = 0, still_said = 0;

 private:
  size_t pick(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random_); }
  // One of the first, and most often the very first, so that much happens to it within a tick.
  const std::string& file(size_t count = k_files.size()) { return k_files[pick(2) == 0 ? 0 : pick(count)]; }
  // All of one size.
  std::string text() { return "a = " + std::to_string(pick(5)) + "\n"; }

  void with_existing(const std::function<void(const std::string&)>& act) {
    if (const std::string& from = file(5); disk_.bytes_of(from)) act(from);
  }

  void edit() { disk_.write(file(), text()); }

  // Edits, and gives the file a time that it or another had before, or one that is to come.
  void restore() {
    const std::string path = file(5);
    disk_.write(path, text());
    disk_.set_modified(path, pick(8) == 0 ? disk_.now() + 100 * k_second : begun_ - static_cast<int64_t>(pick(2)) * k_second);
  }

  // As editors and version control do it, so that inodes go round.
  void replace() {
    const std::string path = file(5);
    if (pick(2) == 0) return disk_.remove(path), disk_.write(path, text());
    disk_.write("/net/t/temporary", text());
    disk_.rename("/net/t/temporary", path);
  }

  void swap_directories() {
    disk_.rename("/net/t/a", "/net/t/c");
    disk_.rename("/net/t/b", "/net/t/a");
    disk_.rename("/net/t/c", "/net/t/b");
  }

  void wait() {
    const int64_t times[] = {k_millisecond, world_.tick / 4, world_.tick, 3 * world_.tick, 50 * k_millisecond, 10 * k_second};
    int64_t time = times[pick(std::size(times))];
    // The one trick that cannot be seen: a clock that was set back and is ahead again before anybody looked.
    if (disk_.now() < looked_at_) time = std::min(time, looked_at_ - 1 - disk_.now());
    disk_.advance(time);
  }

  void set_clock_back() {
    // To where a file was saved, with luck.
    const int64_t now = disk_.now();
    const auto status = *disk_.status(file(5));
    const int64_t then = status ? status->tuple.changed_nanoseconds - world_.ahead : now - k_second;
    if (then < now) disk_.advance(then - now);
  }

  Trust trust() {
    Trust trust;
    if (world_.has_probe) trust.probe = "/net/state/lock";
    trust.judged = judged_from(kept_.judged);
    trust.max_drift = pick(6) == 0 ? 5 * k_second : 0;
    trust.always_read = pick(12) == 0;
    return trust;
  }

  // Somebody works on the tree while we look at it: what we say then is of any moment, but it must not spoil later runs.
  void look(bool is_disturbed) {
    const int64_t before = looked_at_;
    StatCache cache(disk_, kept_.memory, trust());
    const bool saw_all = pick(2) == 0;
    for (const std::string& path : k_files) {
      if (!saw_all && pick(2) == 0) continue;
      if (is_disturbed && pick(2) == 0) disk_.during_next_access([&] { edit(), wait(); });
      if (is_disturbed && pick(4) == 0) disk_.after_next_status([&] { replace(); });
      const Digest said = cache.content(path);
      if (!is_disturbed) expect_true(path, said);
    }
    for (const std::string& path : k_directories) {
      if (!saw_all && pick(2) == 0) continue;
      if (is_disturbed && pick(2) == 0) disk_.during_next_access([&] { replace(), wait(); });
      const auto said = cache.entries(path);
      if (!is_disturbed) expect_true_names(path, **said);
    }
    disk_.during_next_access(nullptr);
    disk_.after_next_status(nullptr);
    for (int i = 0; i < 4; ++i) ask_still(cache);
    trusted += cache.files_hashed() == 0 ? 1 : 0;
    // A run that is killed keeps nothing, so nobody knows that it noticed a clock that had gone back.
    looked_at_ = std::max(before, disk_.now());
    if (pick(8) == 0) return;
    kept_.save(cache, saw_all);
    looked_at_ = disk_.now();
  }

  void ask_still(StatCache& cache) {
    const std::string path = file();
    const Digest before = cache.content(path);
    if (pick(2) == 0) edit();
    if (pick(3) == 0) wait();
    looked_at_ = std::max(looked_at_, disk_.now());
    if (pick(8) == 0) set_clock_back(), edit();
    if (!cache.still({InputKind::content, path, ""})) return;
    ++still_said;
    expect_true(path, before);
  }

  void expect_true(const std::string& path, const Digest& said) {
    ++looked;
    const auto bytes = disk_.bytes_of(path);
    ASSERT_EQ(said, bytes ? digest_of(*bytes) : Digest{}) << path;
  }

  void expect_true_names(const std::string& path, const std::vector<DirectoryEntry>& said) { ASSERT_EQ(said, **disk_.list(path)) << path; }

  World world_;
  std::mt19937_64 random_;
  FakeDisk disk_;
  Kept kept_;
  int64_t begun_ = disk_.now();
  int64_t looked_at_ = 0;
};

class RandomHistory : public testing::TestWithParam<World> {};

INSTANTIATE_TEST_SUITE_P(StatCache, RandomHistory,
                         testing::Values(World{1, 0, true, true}, World{1, 0, true, false},
                                         World{4 * k_millisecond, 0, true, true}, World{4 * k_millisecond, 0, true, false},
                                         World{k_second, 0, true, true}, World{k_second, 0, true, false},
                                         World{2 * k_second, 0, true, true}, World{2 * k_second, 0, true, false},
                                         World{4 * k_millisecond, -30 * k_second, true, true},
                                         World{k_second, 30 * k_second, true, true},
                                         World{2 * k_second, 0, false, false}));

// LINTCACHE_TEST_SEED repeats one history.
TEST_P(RandomHistory, what_a_run_says_is_what_is_there) {
  const char* given = std::getenv("LINTCACHE_TEST_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  SCOPED_TRACE("LINTCACHE_TEST_SEED=" + std::to_string(seed));
  std::printf("LINTCACHE_TEST_SEED=%llu\n", static_cast<unsigned long long>(seed));
  History history(GetParam(), seed);
  for (int step = 0; step < k_steps && !HasFatalFailure(); ++step) history.step();
  EXPECT_GT(history.looked, 100u);
  EXPECT_GT(history.still_said, 100u);
}

}  // namespace
}  // namespace lintcache
