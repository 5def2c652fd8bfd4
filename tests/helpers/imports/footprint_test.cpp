// SPDX-License-Identifier: MIT
// From what an import saw to inputs and how they came in.
#include "imports/footprint.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(Traced, every_kind_of_thing_seen) {
  struct Row {
    Seen seen;
    InputKind kind;
    Origin origin;
  };
  for (const Row& row : std::vector<Row>{
           {{SeenKind::module, "/lib/os.py", "os"}, InputKind::content, Origin::runtime},
           {{SeenKind::extension, "/lib/x.so", "x"}, InputKind::content, Origin::extension},
           {{SeenKind::library, "/lib/libx.so.1", ""}, InputKind::content, Origin::library},
           {{SeenKind::data, "/tree/data.txt", ""}, InputKind::content, Origin::data},
           {{SeenKind::listing, "/tree/plugins", ""}, InputKind::listing, Origin::data},
           {{SeenKind::lookup, "/tree", "missing"}, InputKind::lookup, Origin::absent}}) {
    const auto input = traced(row.seen);
    ASSERT_TRUE(input) << row.seen.path;
    const std::string detail = row.kind == InputKind::lookup ? "missing" : "";
    EXPECT_EQ(*input, (TracedInput{{row.kind, row.seen.path, detail}, row.origin})) << row.seen.path;
  }
}

TEST(Traced, leaves_out_files_of_the_kernel) {
  for (const char* path : {"/proc/self/maps", "/sys/x", "/dev/urandom"})
    EXPECT_FALSE(traced({SeenKind::data, path, ""})) << path;
  EXPECT_TRUE(traced({SeenKind::data, "/device/x", ""}));
}

TEST(OwnInputs, are_the_file_and_what_named_it) {
  ModuleName module;
  module.request.path = "/tree/pkg/a.py";
  module.inputs = {{InputKind::content, "/tree/pkg/__init__.py", ""}, {InputKind::content, "/tree/__init__.py", ""}};
  EXPECT_EQ(own_inputs(module),
            (std::vector<TracedInput>{{{InputKind::content, "/tree/pkg/a.py", ""}, Origin::runtime},
                                      {module.inputs[0], Origin::absent},
                                      {module.inputs[1], Origin::absent}}));
}

}  // namespace
}  // namespace lintcache
