// SPDX-License-Identifier: MIT
// Text that names a clone's directories means the same in another clone, and comes back as it was in this one.
#include "base/roots.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

const Roots k_here({"/p/tree", "/p/tree/build"});
const Roots k_there({"/mnt/clone", "/tmp/b"});

TEST(Roots, what_is_packed_here_names_the_other_directories_there) {
  EXPECT_EQ(k_there.unpacked(k_here.packed("/p/tree/x.py")), "/mnt/clone/x.py");
  EXPECT_EQ(k_there.unpacked(k_here.packed("/p/tree")), "/mnt/clone");
  EXPECT_EQ(k_there.unpacked(k_here.packed("/p/tree/build/y.so")), "/tmp/b/y.so");
  EXPECT_EQ(k_there.unpacked(k_here.packed("PYTHONPATH=/usr/lib:/p/tree:/p/tree/src")),
            "PYTHONPATH=/usr/lib:/mnt/clone:/mnt/clone/src");
  EXPECT_EQ(k_here.packed("'/p/tree'"), k_there.packed("'/mnt/clone'"));
}

TEST(Roots, other_names_that_look_alike_stay) {
  for (const char* text : {"/p/tree2/x", "/p/tree.py", "/p", "/mnt/p/tree", "x/p/tree",
                           "//p/tree", "", "/"})
    EXPECT_EQ(k_here.packed(text), text);
}

TEST(Roots, nothing_is_lost) {
  const std::string bytes("\1" "1/p/tree\1\0\xff/p/tree/build/\1", 28);
  for (const std::string& text : {bytes, std::string("\1"), std::string("\1" "0\1" "1")}) {
    EXPECT_EQ(k_here.unpacked(k_here.packed(text)), text);
    EXPECT_EQ(Roots().unpacked(Roots().packed(text)), text);
  }
  // So no plain text is taken for a packed one.
  EXPECT_NE(k_here.packed("/p/tree"), k_here.packed("\1" "1"));
}

TEST(Roots, the_root_of_the_file_system_does_not_move) {
  EXPECT_EQ(Roots({"/", ""}).packed("/usr/lib"), "/usr/lib");
}

TEST(ShownPacked, names_the_directories) {
  EXPECT_EQ(shown_packed(k_here.packed("/p/tree/x:/p/tree/build"), {"{source_dir}", "{binary_dir}"}),
            "{source_dir}/x:{binary_dir}");
  EXPECT_EQ(shown_packed(k_here.packed("/p/tree"), {}), "?");
}

}  // namespace
}  // namespace lintcache
