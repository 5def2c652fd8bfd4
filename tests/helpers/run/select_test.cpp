// SPDX-License-Identifier: MIT
// Files chosen by name.
#include "run/select.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using Names = std::vector<std::string>;

const Names k_files = {"a.py", "p/b.py", "p/c.py", "pq/d.py"};

Result<Names> selected(const Names& wanted) {
  Request request;
  request.source_dir = "/t";
  request.selected_files = wanted;
  return select_files(k_files, request);
}

TEST(SelectFiles, takes_all_where_none_is_named) { EXPECT_EQ(selected({}).value(), k_files); }

TEST(SelectFiles, keeps_the_order_of_the_names) {
  EXPECT_EQ(selected({"pq/d.py", "a.py"}).value(), (Names{"pq/d.py", "a.py"}));
}

TEST(SelectFiles, takes_a_directory_for_what_is_below_it) {
  EXPECT_EQ(selected({"p"}).value(), (Names{"p/b.py", "p/c.py"}));
  EXPECT_EQ(selected({""}).value(), k_files);
}

TEST(SelectFiles, names_each_once) { EXPECT_EQ(selected({"p/c.py", "p"}).value(), (Names{"p/c.py", "p/b.py"})); }

TEST(SelectFiles, refuses_what_is_no_file_of_the_tree) {
  const auto result = selected({"a.py", "p/x.py"});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().blame, Blame::asker);
  EXPECT_NE(result.error().text().find("/t/p/x.py"), std::string::npos);
}

}  // namespace
}  // namespace lintcache
