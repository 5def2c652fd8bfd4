// SPDX-License-Identifier: MIT
// Where a module that appears makes an import first-party.
#include "imports/first_party.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"

namespace lintcache {
namespace {

TEST(FirstPartyInputs, are_the_places_where_isort_would_find_what_is_imported) {
  test::FakeDisk fake;
  for (const char* file : {"/t/a.py", "/t/pkg/__init__.py", "/t/src/space/inner.py"}) fake.write(file, "");
  StatCache disk(fake);
  const auto lookup = [](const char* place, const char* name) { return Input{InputKind::lookup, place, name}; };
  const std::vector<Input> expected = {
      lookup("/t", "os"),         lookup("/t/src", "os"),
      lookup("/t", "pkg"),        {InputKind::content, "/t/pkg/__init__.py", ""},
      lookup("/t/src", "pkg"),    lookup("/t", "space"),
      lookup("/t/src", "space"),  {InputKind::content, "/t/src/space/__init__.py", ""},
      {InputKind::listing, "/t/src/space", ""}, lookup("/t/src/space", "inner")};
  EXPECT_EQ(first_party_inputs("import os, pkg.mod\nfrom . import near\ndef f():\n  from space.inner import x\n",
                               "/t", disk), expected);
}

}  // namespace
}  // namespace lintcache
