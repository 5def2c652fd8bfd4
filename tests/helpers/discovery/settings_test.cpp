// SPDX-License-Identifier: MIT
// The table of settings: complete, without repeats, and each of them can be set by lintcache.json.
#include "discovery/settings.h"

#include <gtest/gtest.h>

#include <set>

#include "discovery/manifest.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

TEST(Settings, have_different_lower_case_keys_and_a_help) {
  std::set<std::string_view> keys;
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_EQ(setting.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << setting.key;
    EXPECT_FALSE(setting.help.empty()) << setting.key;
    // Only a flag has no value to name.
    EXPECT_EQ(setting.value.empty(), std::holds_alternative<bool Request::*>(setting.member)) << setting.key;
  }
}

TEST(Settings, no_two_share_a_member) {
  for (const Setting& a : settings())
    for (const Setting& b : settings()) EXPECT_TRUE(a.key == b.key || a.member != b.member) << a.key << " " << b.key;
}

std::string example_value(const Setting& setting) {
  switch (setting.member.index()) {
    case 0: return "\"value\"";
    case 1: return "[\"A=b\"]";
    case 2: return "true";
    default: return "7";
  }
}

TEST(Settings, each_can_stand_in_the_tree) {
  for (const Setting& setting : settings()) {
    const test::ScratchTree tree;
    tree.write("lintcache.json", "{\"" + std::string(setting.key) + "\": " + example_value(setting) + "}");
    Request request, untouched;
    request.source_dir = tree.top();
    SetKeys set_keys;
    const auto read = read_tree_settings(request, set_keys);
    ASSERT_TRUE(read.ok()) << setting.key << read.error().text();
    EXPECT_TRUE(set_keys.contains(setting.key));
    EXPECT_TRUE(std::visit([&](auto member) { return request.*member != untouched.*member; }, setting.member))
        << setting.key;
  }
}

}  // namespace
}  // namespace lintcache
