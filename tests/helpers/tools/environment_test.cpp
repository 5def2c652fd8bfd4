// SPDX-License-Identifier: MIT
// Which variables reach a linter, and which of them are part of keys.
#include "tools/environment.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tools/adapter.h"

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
                       "PYTHONHASHSEED=0", "PYTHONPATH=/p", "TMPDIR=/tmp", "USER=u"}));
}

TEST(EnvironmentFor, what_only_says_where_things_are_is_no_part_of_keys) {
  EXPECT_EQ(environment_for(Request(), nullptr, k_outer).keyed,
            (Variables{"LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", "PYTHONPATH=/p"}));
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

TEST(EnvironmentFor, a_tools_own_variables_go_last) {
  Request request;
  request.environment = {"MINE=tree", "PYTHONPATH=/given"};
  request.python_path = {"/a"};
  Adapter adapter;
  adapter.own_environment = {"MINE=tool", "PYTHONPATH=/own", "ODD"};
  const Environment environment = environment_for(request, &adapter, k_outer);
  for (const char* entry : {"MINE=tool", "PYTHONPATH=/own", "ODD="}) {
    EXPECT_TRUE(has(environment.variables, entry)) << entry;
    EXPECT_TRUE(has(environment.keyed, entry)) << entry;
  }
}

TEST(EnvironmentFor, path_means_the_same_in_each_directory) {
  EXPECT_TRUE(has(environment_for(Request(), nullptr, {"PATH=/b:.:/a::bin:/b"}).variables, "PATH=/b:/a"));
  Request request;
  request.environment = {"PATH=.:/b"};
  EXPECT_TRUE(has(environment_for(request, nullptr, k_outer).variables, "PATH=.:/b")) << "what is given is given";
}

// MERGE_ENVIRONMENT with what a terminal, a shell and make have set.
class Merged : public testing::Test {
 protected:
  Merged() { request.merge_environment = true; }

  Request request;
  Variables outer = {"PATH=/usr/bin", "HOME=/home/u", "STRAY=1",      "EMPTY=",          "LC_ALL=de_DE", "LANGUAGE=de",
                     "COLUMNS=200",   "TERM=xterm",   "FORCE_COLOR=1", "CLICOLOR_FORCE=1", "CI=true",     "GITHUB_ACTIONS=1",
                     "SSH_TTY=/dev/pts/1", "SHLVL=2", "_=/bin/x",     "MAKEFLAGS=-j",    "TERM_PROGRAM=t", "PYTHONWARNINGS=x",
                     "LD_PRELOAD=l",  "NO_EQUALS",    "=odd",         "PYLINTRC=/rc",    "STRAY=2",      "LINTCACHE_DIR=/x"};
};

TEST_F(Merged, everything_passes_but_language_colour_and_width) {
  const Variables variables = environment_for(request, nullptr, outer).variables;
  EXPECT_EQ(variables,
            (Variables{"EMPTY=", "HOME=/home/u", "LANG=C.UTF-8", "LD_PRELOAD=l", "LINTCACHE_DIR=/x", "MAKEFLAGS=-j", "PATH=/usr/bin",
                       "PYLINTRC=/rc", "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", "PYTHONWARNINGS=x", "SHLVL=2",
                       "SSH_TTY=/dev/pts/1", "STRAY=1", "TERM_PROGRAM=t", "_=/bin/x"}));
}

TEST_F(Merged, what_is_given_overrides_even_what_is_normalised) {
  request.environment = {"STRAY=mine", "FORCE_COLOR=1", "PYTHONHASHSEED=7", "SHLVL=9"};
  const Environment environment = environment_for(request, nullptr, outer);
  for (const char* entry : {"STRAY=mine", "FORCE_COLOR=1", "PYTHONHASHSEED=7", "SHLVL=9"}) {
    EXPECT_TRUE(has(environment.variables, entry)) << entry;
    EXPECT_TRUE(has(environment.keyed, entry)) << entry;
  }
}

TEST_F(Merged, all_counts_but_what_sessions_and_builds_set_for_themselves) {
  EXPECT_EQ(environment_for(request, find_adapter("pylint"), outer).keyed,
            (Variables{"EMPTY=", "LANG=C.UTF-8", "LD_PRELOAD=l", "PYLINTRC=/rc", "PYTHONDONTWRITEBYTECODE=1",
                       "PYTHONHASHSEED=0", "PYTHONWARNINGS=x", "STRAY=1"}));
}

TEST_F(Merged, of_a_tool_whose_reading_is_known_only_that_counts) {
  request.environment = {"GIVEN=1"};
  EXPECT_EQ(environment_for(request, find_adapter("pylint"), outer, true).keyed,
            (Variables{"GIVEN=1", "LANG=C.UTF-8", "LD_PRELOAD=l", "PYLINTRC=/rc", "PYTHONDONTWRITEBYTECODE=1",
                       "PYTHONHASHSEED=0", "PYTHONWARNINGS=x"}));
  EXPECT_TRUE(has(environment_for(request, nullptr, outer, true).keyed, "STRAY=1")) << "an import may read anything";
}

TEST_F(Merged, a_seed_of_the_callers_stays) {
  outer.push_back("PYTHONHASHSEED=random");
  EXPECT_TRUE(has(environment_for(request, nullptr, outer).keyed, "PYTHONHASHSEED=random"));
}

TEST(EnvironmentText, marks_what_counts) {
  EXPECT_EQ(environment_text({{"A=1", "B=x\ny", "C="}, {"A=1", "C="}}), "* A=1\n  B=x\\ny\n* C=\n");
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
