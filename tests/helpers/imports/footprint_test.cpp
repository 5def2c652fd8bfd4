// SPDX-License-Identifier: MIT
// From what an import saw to inputs and the digest that stands for them.
#include "imports/footprint.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"

namespace lintcache {
namespace {

ModuleName module_at(const std::string& path) {
  ModuleName module;
  module.request.path = path;
  module.inputs = {{InputKind::content, "/tree/__init__.py", ""}};
  return module;
}

TEST(FootprintInputs, hold_the_file_what_named_it_and_what_was_seen) {
  ImportReport report;
  report.seen = {{SeenKind::module, "/lib/os.py", "os"},     {SeenKind::extension, "/lib/x.so", "x"},
                 {SeenKind::library, "/lib/libx.so.1", ""},  {SeenKind::data, "/tree/data.txt", ""},
                 {SeenKind::listing, "/tree/plugins", ""},   {SeenKind::lookup, "/tree", "missing"}};
  const std::vector<Input> expected = {
      {InputKind::content, "/tree/a.py", ""},     {InputKind::content, "/tree/__init__.py", ""},
      {InputKind::content, "/lib/os.py", ""},     {InputKind::content, "/lib/x.so", ""},
      {InputKind::content, "/lib/libx.so.1", ""}, {InputKind::content, "/tree/data.txt", ""},
      {InputKind::listing, "/tree/plugins", ""},  {InputKind::lookup, "/tree", "missing"}};
  EXPECT_EQ(footprint_inputs(module_at("/tree/a.py"), report), expected);
}

TEST(FootprintInputs, leave_out_files_of_the_kernel) {
  ImportReport report;
  report.seen = {{SeenKind::data, "/proc/self/maps", ""}, {SeenKind::data, "/sys/x", ""},
                 {SeenKind::data, "/dev/urandom", ""},    {SeenKind::data, "/device/x", ""}};
  const auto inputs = footprint_inputs(module_at("/tree/a.py"), report);
  ASSERT_EQ(inputs.size(), 3u);
  EXPECT_EQ(inputs.back().path, "/device/x");
}

TEST(DropRepeats, keeps_the_first_of_each) {
  const Input a{InputKind::content, "/a", ""}, b{InputKind::listing, "/a", ""}, c{InputKind::lookup, "/a", "x"};
  std::vector<Input> inputs = {a, b, a, c, c, b};
  drop_repeats(inputs);
  EXPECT_EQ(inputs, (std::vector<Input>{a, b, c}));
}

TEST(DigestOfInputs, does_not_depend_on_order_but_on_everything_else) {
  const InputState a{{InputKind::content, "/a", ""}, digest_of("1")};
  const InputState b{{InputKind::lookup, "/b", "x"}, digest_of("2")};
  const Digest digest = digest_of_inputs({a, b});
  EXPECT_EQ(digest, digest_of_inputs({b, a}));
  EXPECT_NE(digest, digest_of_inputs({a}));
  for (const auto& change : std::vector<void (*)(InputState&)>{
           [](InputState& input) { input.input.path = "/c"; }, [](InputState& input) { input.input.detail = "y"; },
           [](InputState& input) { input.input.kind = InputKind::listing; },
           [](InputState& input) { input.state = {}; }}) {
    InputState other = b;
    change(other);
    EXPECT_NE(digest, digest_of_inputs({a, other}));
  }
}

}  // namespace
}  // namespace lintcache
