// SPDX-License-Identifier: MIT
// The list of built-in linters.
#include "tools/adapter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lintcache {
namespace {

TEST(Adapters, are_found_by_name) {
  EXPECT_EQ(find_adapter("flake9"), nullptr);
  for (const Adapter& adapter : adapters()) EXPECT_EQ(find_adapter(adapter.name), &adapter);
}

TEST(Adapters, are_in_alphabetical_order_and_whole) {
  const auto all = adapters();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const Adapter& a, const Adapter& b) { return a.name < b.name; }));
  for (const Adapter& adapter : all) {
    EXPECT_TRUE(adapter.arguments && adapter.read) << adapter.name;
    EXPECT_EQ(adapter.batch > 1, static_cast<bool>(adapter.read_batch)) << adapter.name;
    EXPECT_FALSE(adapter.arguments({"{file}", {"{files}"}}).empty()) << adapter.name;
  }
}

TEST(Adapters, declared_ones_come_after_the_built_in_ones) {
  Request request;
  request.lint_tools.resize(2);
  request.lint_tools[0].name = "mine";
  request.lint_tools[1].name = "black";
  const auto all = adapters_of(request);
  ASSERT_EQ(all.size(), adapters().size() + 1) << "the project's black stands in the place of the built-in one";
  EXPECT_EQ(all.front().name, adapters().front().name);
  EXPECT_EQ(all[all.size() - 2].name, "mine");
  EXPECT_EQ(all.back().name, "black");
}

TEST(StartOf, puts_the_bootstrap_between_the_interpreter_and_the_program) {
  Adapter adapter;
  const std::vector<std::string> script = {"/usr/bin/python3", "/usr/bin/tool"}, code = {"/venv/bin/python", "-c", "x"};
  EXPECT_EQ(start_of(adapter, script), script);
  adapter.bootstrap = "boot";
  const std::string report = std::to_string(k_report_descriptor);
  EXPECT_EQ(start_of(adapter, script),
            (std::vector<std::string>{"/usr/bin/python3", "-c", "boot", report, "/usr/bin/tool"}));
  EXPECT_EQ(start_of(adapter, code), (std::vector<std::string>{"/venv/bin/python", "-c", "boot", report, "-c", "x"}));
}

TEST(AsArgument, never_looks_like_an_option) {
  EXPECT_EQ(as_argument("a/-b.py"), "a/-b.py");
  EXPECT_EQ(as_argument("-b.py"), "./-b.py");
  EXPECT_EQ(as_argument("--help.py"), "./--help.py");
}

}  // namespace
}  // namespace lintcache
