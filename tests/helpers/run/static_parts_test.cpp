// SPDX-License-Identifier: MIT
// The static part of footprints: remembered, and followed anew only for files that a change concerns.
#include "run/static_parts.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

class StaticPartsTest : public testing::Test {
 protected:
  StaticPartsTest() {
    request.source_dir = "/s";
    toolchain.version = "3.11.2";
    toolchain.search_path = {"/l/python3.11/site-packages"};
    write("pkg/__init__.py", "");
    write("pkg/a.py", "from . import b");
    write("pkg/b.py", "def f():\n  import c");
    write("c.py", "");
    write("d.py", "import installed, gone");
    disk.write("/l/python3.11/site-packages/installed.py", "import c");
    disk.advance(10 * k_second);
  }
  void write(const std::string& file, const std::string& text) {
    disk.write("/s/" + file, text);
    disk.advance(10 * k_second);
  }
  // One run of the program: the parts of all files.
  std::map<std::string, FootprintPart> run() {
    StateStore store(tree.top());
    StatCache cache(disk);
    const Voice voice;
    const Session session{request, store, cache, stop, outer, voice};
    StaticParts parts(session, toolchain, "setting");
    for (const char* file : k_files) parts.look_up(file);
    reads_before = disk.reads();
    if (last.empty()) {
      EXPECT_EQ(parts.of("c.py"), nullptr);
    }
    parts.follow_stale();
    std::map<std::string, FootprintPart> all;
    for (const char* file : k_files) all[file] = *parts.of(file);
    inputs.clear();
    for (const auto& [file, part] : all)
      for (const InputState& one : store.input_sets().inputs(part.set))
        inputs[file].insert(one.input.detail.empty() ? one.input.path : one.input.detail + "@" + one.input.path);
    return all;
  }
  // The files whose digests are others than in the run before.
  std::set<std::string> changed() {
    std::set<std::string> files;
    auto now = run();
    for (const auto& [file, part] : now)
      if (part.digest != last[file].digest) files.insert(file);
    last = std::move(now);
    return files;
  }
  static constexpr const char* k_files[] = {"c.py", "d.py", "pkg/__init__.py", "pkg/a.py", "pkg/b.py"};
  test::ScratchTree tree;
  FakeDisk disk;
  Request request;
  Toolchain toolchain;
  Stop stop;
  std::vector<std::string> outer;
  size_t reads_before = 0;
  std::map<std::string, FootprintPart> last;
  std::map<std::string, std::set<std::string>> inputs;
};

TEST_F(StaticPartsTest, hold_all_that_statements_lead_to) {
  for (const auto& [file, part] : run()) EXPECT_GT(part.set, 0) << file;
  for (const char* path : {"/s/pkg/a.py", "/s/pkg/b.py", "/s/c.py", "/s/pkg/__init__.py", "/s/__init__.py", "c@/s"})
    EXPECT_TRUE(inputs["pkg/a.py"].contains(path)) << path;
  EXPECT_FALSE(inputs["pkg/a.py"].contains("/s/d.py"));
  EXPECT_TRUE(inputs["d.py"].contains("gone@/s"));
}

TEST_F(StaticPartsTest, installed_modules_are_named_but_not_followed) {
  run();
  EXPECT_TRUE(inputs["d.py"].contains("/l/python3.11/site-packages/installed.py"));
  EXPECT_FALSE(inputs["d.py"].contains("/s/c.py"));
}

TEST_F(StaticPartsTest, places_where_isort_looks_belong_to_them) {
  run();
  EXPECT_TRUE(inputs["d.py"].contains("installed@/s/src"));
}

TEST_F(StaticPartsTest, a_warm_run_reads_nothing) {
  changed();
  EXPECT_TRUE(changed().empty());
  EXPECT_EQ(disk.reads(), reads_before);
}

TEST_F(StaticPartsTest, a_change_concerns_those_who_reach_it) {
  changed();
  write("c.py", "x = 1");
  EXPECT_EQ(changed(), (std::set<std::string>{"c.py", "pkg/a.py", "pkg/b.py"}));
  write("gone.pyi", "");
  EXPECT_EQ(changed(), std::set<std::string>{"d.py"});
  disk.remove("/s/gone.pyi");
  const Digest before = last["d.py"].digest;
  EXPECT_EQ(changed(), std::set<std::string>{"d.py"});
  EXPECT_NE(last["d.py"].digest, before);
  EXPECT_EQ(disk.reads(), reads_before);  // the old set was found
}

TEST_F(StaticPartsTest, what_is_edited_while_it_is_read_is_not_remembered) {
  StateStore store(tree.top());
  StatCache cache(disk);
  const Voice voice;
  const Session session{request, store, cache, stop, outer, voice};
  StaticParts parts(session, toolchain, "setting");
  for (const char* file : k_files) parts.look_up(file);
  cache.content("/s/c.py");
  write("c.py", "import d");
  parts.follow_stale();
  for (const char* file : {"c.py", "pkg/a.py", "pkg/b.py"}) EXPECT_EQ(parts.of(file)->set, 0) << file;
  for (const char* file : {"d.py", "pkg/__init__.py"}) EXPECT_GT(parts.of(file)->set, 0) << file;
}

}  // namespace
}  // namespace lintcache
