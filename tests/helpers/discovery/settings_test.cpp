// SPDX-License-Identifier: MIT
// The table of settings: complete, without repeats, and each of them can be set by lintcache.json.
#include "discovery/settings.h"

#include <gtest/gtest.h>

#include <cmath>
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

// A whole one, and no default.
std::string number_in_the_middle(const Setting& setting) {
  return std::to_string(static_cast<unsigned>((setting.range.least + setting.range.greatest) / 2));
}

std::string example_value(const Setting& setting) {
  switch (setting.member.index()) {
    case 0: return setting.key == "decider" ? "\"content\"" : setting.key == "backend" ? "\"files\""
                 : setting.key == "inference" ? "\"always\"" : "\"value\"";
    case 1: return "[\"A=b\"]";
    case 2: return "true";
    default: return number_in_the_middle(setting);
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

bool is_number(const Setting& setting) { return setting.member.index() >= 3; }

TEST(Settings, numbers_have_a_range_that_holds_their_default) {
  const Request untouched;
  for (const Setting& setting : settings()) {
    if (!is_number(setting)) {
      EXPECT_EQ(setting.range.greatest, 0) << setting.key;
      continue;
    }
    EXPECT_LT(setting.range.least, setting.range.greatest) << setting.key;
    if (setting.key == "jobs") continue;  // 0, which nobody can set, stands for the CPUs
    const double number = setting.member.index() == 3
                              ? untouched.*std::get<unsigned Request::*>(setting.member)
                              : untouched.*std::get<double Request::*>(setting.member);
    EXPECT_EQ(complaint_about(setting, number), "") << setting.key;
  }
}

TEST(Settings, both_ends_of_a_range_belong_to_it_and_what_is_no_number_does_not) {
  Setting setting{"limit", "N", "a limit", false, &Request::import_time_limit, {0.5, 8}};
  for (const double good : {0.5, 1.0, 7.999, 8.0}) EXPECT_EQ(complaint_about(setting, good), "") << good;
  EXPECT_EQ(complaint_about(setting, 0.25), "0.25 is out of range, it takes a number from 0.5 to 8");
  for (const double bad : {-1.0, 8.001, 1e300, double{INFINITY}, -double{INFINITY}, double{NAN}})
    EXPECT_NE(complaint_about(setting, bad), "");
  setting.member = &Request::import_file_limit;
  setting.range = {1, 1048576};
  EXPECT_EQ(complaint_about(setting, 1048577), "1048577 is out of range, it takes a whole number from 1 to 1048576");
}

TEST(Settings, backends_that_there_are_not_are_refused) {
  for (const char* good : {"sqlite", "files"}) EXPECT_EQ(complaint_about_backend(good), "") << good;
  EXPECT_NE(complaint_about_backend("redis").find("sqlite or files"), std::string::npos);
}

TEST(Settings, deciders_that_go_by_time_alone_are_refused_with_the_reason) {
  for (const char* good : {"content-timestamp", "content"}) EXPECT_EQ(complaint_about_decider(good), "") << good;
  for (const char* bad : {"newer", "match", "timestamp", "timestamp-newer", "timestamp-match"}) {
    EXPECT_NE(complaint_about_decider(bad).find("miss edits"), std::string::npos) << bad;
    EXPECT_NE(complaint_about_decider(bad).find(bad), std::string::npos);
  }
  for (const char* bad : {"", "Content", "md5"}) {
    EXPECT_NE(complaint_about_decider(bad).find("content-timestamp or content"), std::string::npos) << bad;
    EXPECT_EQ(complaint_about_decider(bad).find("miss edits"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace lintcache
