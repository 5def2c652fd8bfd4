// SPDX-License-Identifier: MIT
// Which variables reach a linter, and which of them are part of keys.
#include "tools/environment.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lintcache {
namespace {

using Variables = std::vector<std::string>;

const Variables k_outer = {"PATH=/usr/bin", "HOME=/home/u",     "USER=u",       "TMPDIR=/tmp",
                           "LANG=de_DE",    "LC_ALL=de_DE",     "STRAY=1",      "PYLINTRC=/rc",
                           "PYTHONPATH=/p", "LD_LIBRARY_PATH=", "PATHOLOGY=no"};

bool has(const Variables& variables, const std::string& entry) {
  return std::find(variables.begin(), variables.end(), entry) != variables.end();
}

TEST(EnvironmentFor, is_clean_but_for_what_is_known_to_be_needed) {
  const Environment environment = environment_for(Request(), nullptr, k_outer);
  EXPECT_EQ(environment.variables,
            (Variables{"HOME=/home/u", "LANG=C.UTF-8", "PATH=/usr/bin", "PYTHONDONTWRITEBYTECODE=1",
                       "PYTHONPATH=/p", "TMPDIR=/tmp", "USER=u"}));
}

TEST(EnvironmentFor, what_only_says_where_things_are_is_no_part_of_keys) {
  EXPECT_EQ(environment_for(Request(), nullptr, k_outer).keyed,
            (Variables{"LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1", "PYTHONPATH=/p"}));
}

TEST(EnvironmentFor, a_tool_gets_the_variables_that_it_reads) {
  const Environment environment = environment_for(Request(), find_adapter("pylint"), k_outer);
  EXPECT_TRUE(has(environment.variables, "PYLINTRC=/rc"));
  EXPECT_TRUE(has(environment.keyed, "PYLINTRC=/rc"));
  EXPECT_FALSE(has(environment_for(Request(), find_adapter("flake8"), k_outer).variables, "PYLINTRC=/rc"));
}

TEST(EnvironmentFor, what_is_given_overrides_and_counts) {
  Request request;
  request.environment = {"MINE=a=b", "PATH=/mine", "LANG=C", "EMPTY=", "MINE=last"};
  const Environment environment = environment_for(request, nullptr, k_outer);
  for (const char* entry : {"MINE=last", "PATH=/mine", "LANG=C", "EMPTY="}) {
    EXPECT_TRUE(has(environment.variables, entry)) << entry;
    EXPECT_TRUE(has(environment.keyed, entry)) << entry;
  }
  EXPECT_FALSE(has(environment.variables, "PATH=/usr/bin"));
}

TEST(EnvironmentFor, python_path_goes_before_pythonpath) {
  Request request;
  request.source_dir = "/tree";
  request.python_path = {"/a", "/b"};
  request.add_source_tree_to_python_path = true;
  EXPECT_TRUE(has(environment_for(request, nullptr, k_outer).variables, "PYTHONPATH=/a:/b:/tree:/p"));
  request.environment = {"PYTHONPATH=/given"};
  EXPECT_TRUE(has(environment_for(request, nullptr, k_outer).keyed, "PYTHONPATH=/a:/b:/tree:/given"));
  request = {};
  request.environment = {"PYTHONPATH="};
  EXPECT_EQ(value_of(environment_for(request, nullptr, {}).variables, "PYTHONPATH"), "");
}

TEST(ValueOf, wants_the_whole_name) {
  EXPECT_EQ(value_of(k_outer, "PATH"), "/usr/bin");
  EXPECT_EQ(value_of(k_outer, "PAT"), "");
  EXPECT_EQ(value_of({"PATHOLOGY=no"}, "PATH"), "");
  EXPECT_EQ(value_of({"A=b=c"}, "A"), "b=c");
}

TEST(OuterEnvironment, is_that_of_this_process) {
  setenv("LINTCACHE_TEST_OUTER", "x y", 1);
  EXPECT_EQ(value_of(outer_environment(), "LINTCACHE_TEST_OUTER"), "x y");
}

}  // namespace
}  // namespace lintcache
