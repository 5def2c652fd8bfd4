// SPDX-License-Identifier: MIT
// Which tools are served, and how the server is started.
#include "tools/served_start.h"

#include <gtest/gtest.h>

#include <memory>

#include "tools/adapter.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

using Words = std::vector<std::string>;

class ServedStart : public testing::Test {
 protected:
  ServedStart() : bootstrap(std::string(k_start_source) + "\nexec(start('own', False))\n") {
    adapter.name = adapter.module = "own";
    adapter.bootstrap = bootstrap;
    adapter.warm = "import own";
  }
  Words words() { return served_start(std::make_shared<Adapter>(adapter), start_of(adapter, {"/usr/bin/python3", "/usr/bin/own"})); }

  std::string bootstrap;
  Adapter adapter;
};

TEST_F(ServedStart, the_descriptor_is_followed_by_what_to_import_and_the_program) {
  const Words all = words();
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0], "/usr/bin/python3");
  EXPECT_EQ(all[1], "-c");
  EXPECT_NE(all[2].find("class Server"), std::string::npos);
  EXPECT_NE(all[2].find("exec(start('own', False))"), std::string::npos);
  EXPECT_EQ((Words{all.begin() + 3, all.end()}), (Words{"19", "import own", "/usr/bin/own"}));
}

TEST_F(ServedStart, a_tool_that_does_not_say_what_to_import_is_not_served) {
  adapter.warm = "";
  EXPECT_TRUE(words().empty());
}

TEST_F(ServedStart, a_tool_that_is_not_observed_is_not_served) {
  adapter.bootstrap = "";
  EXPECT_TRUE(words().empty());
  adapter.bootstrap = "exec(start('own', False))";
  EXPECT_TRUE(words().empty());
}

}  // namespace
}  // namespace lintcache
