// SPDX-License-Identifier: MIT
// Every place where a tool looks is named, whether anything is there or not, and no other.
#include "plan/config_places.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using Paths = std::vector<std::string>;

Paths places(const std::string& source_dir, const ConfigPlaces& config, const Paths& environment = {}) {
  Request request;
  request.source_dir = source_dir;
  Adapter adapter;
  adapter.config = config;
  Paths paths;
  for (const Input& input : config_places(request, adapter, environment)) {
    EXPECT_EQ(input.kind, InputKind::content);
    paths.push_back(input.path);
  }
  return paths;
}

ConfigPlaces upwards(const Paths& names, bool stops_at_home = false) { return {names, stops_at_home, {}, {}, {}}; }

TEST(ConfigPlaces, lie_in_the_tree_and_in_each_directory_above_it) {
  EXPECT_EQ(places("/a/b", upwards({"x.cfg", "y.ini"})),
            (Paths{"/a/b/x.cfg", "/a/b/y.ini", "/a/x.cfg", "/a/y.ini", "/x.cfg", "/y.ini"}));
  EXPECT_EQ(places("/", upwards({"x.cfg"})), Paths{"/x.cfg"});
}

TEST(ConfigPlaces, a_tool_that_looks_nowhere_has_none) { EXPECT_EQ(places("/a", {}, {"HOME=/h"}), Paths()); }

TEST(ConfigPlaces, may_end_below_home) {
  const test::ScratchTree tree;
  tree.write("home/p/tree/a.py");
  const Paths environment = {"HOME=" + tree.path("home")};
  EXPECT_EQ(places(tree.path("home/p/tree"), upwards({"x"}, true), environment),
            (Paths{tree.path("home/p/tree/x"), tree.path("home/p/x")}));
  const Paths all = places(tree.path("home/p/tree"), upwards({"x"}), environment);
  EXPECT_EQ(all.back(), "/x");
}

TEST(ConfigPlaces, home_may_be_named_by_a_link) {
  const test::ScratchTree tree;
  tree.write("home/tree/a.py");
  tree.link("same", tree.path("home"));
  EXPECT_EQ(places(tree.path("home/tree"), upwards({"x"}, true), {"HOME=" + tree.path("same")}), Paths{tree.path("home/tree/x")});
}

TEST(ConfigPlaces, a_tree_that_is_home_itself_has_its_own) {
  const test::ScratchTree tree;
  EXPECT_EQ(places(tree.top(), upwards({"x"}, true), {"HOME=" + tree.top()}).front(), tree.path("x"));
}

TEST(ConfigPlaces, without_home_they_go_on_to_the_top) {
  const test::ScratchTree tree;
  EXPECT_EQ(places(tree.top(), upwards({"x"}, true)).back(), "/x");
  EXPECT_EQ(places("/a", {{}, false, {".rc"}, {}, {}}), Paths());
}

TEST(ConfigPlaces, lie_in_home_and_where_the_tool_always_looks) {
  EXPECT_EQ(places("/a", {{}, false, {".rc", ".config/rc"}, {"/etc/rc"}, {}}, {"HOME=/h"}),
            (Paths{"/h/.rc", "/h/.config/rc", "/etc/rc"}));
}

TEST(ConfigPlaces, variables_name_them_from_where_the_tool_runs) {
  const ConfigPlaces config = {{}, false, {}, {}, {"RC", "OTHER", "UNSET"}};
  EXPECT_EQ(places("/a/b", config, {"RC=../rc", "OTHER=/o", "EMPTY="}), (Paths{"/a/rc", "/o"}));
  EXPECT_EQ(places("/a/b", config, {"RC="}), Paths());
}

TEST(ConfigPlaces, of_a_home_may_lie_elsewhere) {
  const ConfigPlaces config = {{}, false, {".config/rc", ".rc"}, {}, {}};
  EXPECT_EQ(places("/a", config, {"HOME=/h", "XDG_CONFIG_HOME=/x"}), (Paths{"/h/.config/rc", "/x/rc", "/h/.rc"}));
  EXPECT_EQ(places("/a", config, {"XDG_CONFIG_HOME=/x"}), Paths{"/x/rc"});
}

// A tree at /s, and a tool that looks from the file.
class ConfigBeside : public testing::Test {
 protected:
  ConfigBeside() {
    request.source_dir = "/s";
    adapter.config.upwards = {"x.toml"};
    adapter.config.beside = {"x.toml", ".git"};
    disk.make_directory("/s");
  }

  Paths in(const std::string& directory) {
    Paths paths;
    for (const Input& input : config_places_in(directory, request, adapter)) paths.push_back(input.path);
    return paths;
  }

  std::string anchor(const std::string& file) {
    StatCache cache(disk);
    return config_anchor(adapter, file, request, cache);
  }

  Request request;
  Adapter adapter;
  test::FakeDisk disk;
};

TEST_F(ConfigBeside, at_the_top_only_what_is_not_named_anyway) {
  EXPECT_EQ(in("/s/a"), (Paths{"/s/a/x.toml", "/s/a/.git"}));
  EXPECT_EQ(in("/s"), Paths{"/s/.git"});
}

TEST_F(ConfigBeside, the_nearest_directory_with_any_of_them_is_the_anchor) {
  EXPECT_EQ(anchor("a/b/c.py"), "");
  disk.write("/s/a/x.toml", "");
  EXPECT_EQ(anchor("a/b/c.py"), "a");
  EXPECT_EQ(anchor("b/c.py"), "");
  disk.make_directory("/s/a/b/.git");
  EXPECT_EQ(anchor("a/b/c.py"), "a/b");
  EXPECT_EQ(anchor("c.py"), "");
  adapter.config.beside.clear();
  EXPECT_EQ(anchor("a/b/c.py"), "");
}

}  // namespace
}  // namespace lintcache
