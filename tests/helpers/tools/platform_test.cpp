// SPDX-License-Identifier: MIT
// What is told of the system, and what is not.
#include "tools/platform.h"

#include <gtest/gtest.h>
#include <sys/utsname.h>

namespace lintcache {
namespace {

TEST(SystemIn, reads_quotes_and_lacks) {
  EXPECT_EQ(system_in("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n"), "debian 12");
  EXPECT_EQ(system_in("ID='rolling'\nBUILD_ID=rolling"), "rolling");
  EXPECT_EQ(system_in("ID_LIKE=debian\nMY_ID=x\n"), "");
  EXPECT_EQ(system_in(""), "");
}

TEST(PlatformParts, name_the_machine_but_not_the_version_of_its_kernel) {
  utsname system = {};
  ASSERT_EQ(uname(&system), 0);
  std::string all;
  for (const KeyPart& part : platform_parts()) {
    EXPECT_EQ(part.kind, PartKind::platform);
    all += part.name + "=" + part.value + ";";
  }
  EXPECT_NE(all.find(std::string("machine=") + system.machine), std::string::npos);
  EXPECT_NE(all.find(std::string("kernel=") + system.sysname), std::string::npos);
  EXPECT_NE(all.find("C library="), std::string::npos);
  EXPECT_EQ(all.find(system.release), std::string::npos);
}

}  // namespace
}  // namespace lintcache
