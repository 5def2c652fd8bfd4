// SPDX-License-Identifier: MIT
// States of inputs: content, listings, look-ups; and what the stat cache keeps for the next run.
#include <gtest/gtest.h>

#include <algorithm>

#include "digest/hasher.h"
#include "digest/stat_cache.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

const std::string k_file = "/tree/module.py";
const Input k_content{InputKind::content, k_file, ""};
const Input k_listing{InputKind::listing, "/tree", ""};

Input lookup(const std::string& leaf) { return {InputKind::lookup, "/tree", leaf}; }

class InputState : public testing::Test {
 protected:
  InputState() {
    disk.write(k_file, "a = 1\n");
    disk.advance(10 * k_second);
  }
  Digest state(const Input& input) { return StatCache(disk).state(input); }
  FakeDisk disk;
};

TEST_F(InputState, a_listing_is_the_names_and_nothing_else) {
  const Digest before = state(k_listing);
  disk.write(k_file, "a = 22\n");
  EXPECT_EQ(state(k_listing), before);
  disk.write("/tree/other.py", "");
  EXPECT_NE(state(k_listing), before);
  disk.remove("/tree/other.py");
  EXPECT_EQ(state(k_listing), before);
  disk.remove("/tree");
  EXPECT_TRUE(state(k_listing).is_absent());
}

TEST_F(InputState, a_lookup_sees_only_its_own_names) {
  const Digest absent = state(lookup("helper"));
  EXPECT_TRUE(absent.is_absent());
  disk.write("/tree/helper_too.py", "");
  disk.write("/tree/help.py", "");
  EXPECT_EQ(state(lookup("helper")), absent);
  disk.write("/tree/helper.cpython-311-x86_64-linux-gnu.so", "");
  const Digest extension = state(lookup("helper"));
  EXPECT_NE(extension, absent);
  disk.write("/tree/helper.py", "");
  EXPECT_NE(state(lookup("helper")), extension);
}

TEST_F(InputState, a_lookup_tells_a_package_from_a_module_of_the_same_name) {
  disk.write("/tree/name", "");
  const Digest file = state(lookup("name"));
  disk.remove("/tree/name");
  disk.make_directory("/tree/name");
  EXPECT_NE(state(lookup("name")), file);
}

TEST_F(InputState, still_is_true_while_nothing_happens) {
  StatCache cache(disk);
  for (const Input& input :
       {k_content, k_listing, lookup("module"), lookup("none"), Input{InputKind::content, "/none", ""}}) {
    cache.state(input);
    EXPECT_TRUE(cache.still(input)) << input.path << " " << input.detail;
  }
}

TEST_F(InputState, still_is_false_after_an_edit_a_new_name_and_a_removal) {
  StatCache cache(disk);
  cache.state(k_content);
  cache.state(k_listing);
  cache.state(lookup("new"));
  cache.state({InputKind::content, "/tree/new.py", ""});
  disk.write(k_file, "a = 2\n");
  disk.write("/tree/new.py", "");
  EXPECT_FALSE(cache.still(k_content));
  EXPECT_FALSE(cache.still(k_listing));
  EXPECT_FALSE(cache.still(lookup("new")));
  EXPECT_FALSE(cache.still({InputKind::content, "/tree/new.py", ""}));
  disk.remove("/tree");
  EXPECT_FALSE(cache.still(k_content));
  EXPECT_FALSE(cache.still(k_listing));
}

TEST_F(InputState, still_survives_a_touch_and_a_name_that_nobody_asked_for) {
  StatCache cache(disk);
  cache.state(k_content);
  cache.state(lookup("module"));
  disk.touch(k_file);
  disk.write("/tree/unrelated.py", "");
  EXPECT_TRUE(cache.still(k_content));
  EXPECT_TRUE(cache.still(lookup("module")));
}

TEST_F(InputState, still_reads_a_young_file_again) {
  FakeDisk coarse(2 * k_second);
  coarse.write(k_file, "a = 1\n");
  StatCache cache(coarse);
  cache.state(k_content);
  coarse.write(k_file, "a = 2\n");
  EXPECT_FALSE(cache.still(k_content));
}

TEST_F(InputState, still_holds_for_what_cannot_be_read) {
  disk.make_unreadable(k_file);
  disk.make_directory("/tree/setup.cfg");
  const Input directory{InputKind::content, "/tree/setup.cfg", ""};
  StatCache cache(disk);
  EXPECT_EQ(cache.state(k_content), k_unreadable);
  EXPECT_EQ(cache.state(directory), k_unreadable);
  EXPECT_TRUE(cache.still(k_content));
  EXPECT_TRUE(cache.still(directory));
  disk.write(k_file, "readable\n");
  EXPECT_FALSE(cache.still(k_content));
}

TEST_F(InputState, what_a_run_did_not_ask_for_is_unused) {
  disk.write("/tree/gone.py", "");
  disk.write("/tree/sub/x.py", "");
  StatCache first(disk);
  for (const char* file : {"/tree/module.py", "/tree/gone.py"}) first.content(file);
  for (const char* directory : {"/tree", "/tree/sub"}) ASSERT_TRUE(first.entries(directory).ok());
  EXPECT_EQ(first.new_files().size(), 2u);
  EXPECT_EQ(first.new_directories().size(), 2u);
  EXPECT_TRUE(first.unused_files().empty());
  disk.remove("/tree/gone.py");
  disk.remove("/tree/sub");
  StatCache second(disk, first.memory());
  second.content(k_file);
  second.content("/tree/gone.py");
  ASSERT_TRUE(second.entries("/tree").ok());
  ASSERT_TRUE(second.entries("/tree/sub").ok());
  EXPECT_EQ(second.unused_files(), std::vector<std::string>{"/tree/gone.py"});
  EXPECT_EQ(second.unused_directories(), std::vector<std::string>{"/tree/sub"});
}

}  // namespace
}  // namespace lintcache
