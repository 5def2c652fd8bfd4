// SPDX-License-Identifier: MIT
// Walking through recorded footprints.
#include "run/footprint_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class FootprintReaderTest : public testing::Test {
 protected:
  // A group with one file, over others.
  int64_t add_group(const std::string& file, const std::vector<int64_t>& below) {
    InputSets& sets = store.input_sets();
    return sets.groups().add({sets.add_input(state(file))}, below, Hasher().field("file", file).digest(),
                             to_description({{file + " module", file, {}, {}}}));
  }
  int64_t add_set(const std::string& subject, const std::string& file, const std::vector<int64_t>& below) {
    return store.input_sets().add(subject, {{state(file)}, {}, below}, "").id;
  }
  static InputState state(const std::string& file) {
    return {{InputKind::content, file, ""}, Hasher().field("bytes", file).digest(), Origin::runtime};
  }
  std::vector<std::string> files(int64_t set) {
    std::vector<std::string> all;
    for (const InputGroup* group : reader.groups(set))
      for (const InputState& one : group->inputs) all.push_back(one.input.path);
    std::sort(all.begin(), all.end());
    return all;
  }

  test::ScratchTree tree;
  StateStore store{tree.top()};
  FootprintReader reader{store.input_sets()};
};

TEST_F(FootprintReaderTest, gives_each_group_once) {
  const int64_t bottom = add_group("/bottom", {});
  const int64_t left = add_group("/left", {bottom});
  const int64_t right = add_group("/right", {bottom});
  const int64_t set = add_set("a", "/own", {left, right});
  EXPECT_EQ(files(set), (std::vector<std::string>{"/bottom", "/left", "/own", "/right"}));
  EXPECT_EQ(FootprintReader::modules(reader.groups(set)).size(), 3u);
}

TEST_F(FootprintReaderTest, knows_nothing_of_a_set_that_is_not_there) {
  EXPECT_TRUE(reader.groups(0).empty());
  EXPECT_FALSE(reader.holds_file(0, "/own"));
}

TEST_F(FootprintReaderTest, finds_files_however_deep_and_forgets_the_last_question) {
  int64_t group = add_group("/deep", {});
  for (int i = 0; i < 10'000; ++i) group = add_group("/" + std::to_string(i), {group});
  const int64_t one = add_set("one", "/own", {group});
  const int64_t other = add_set("other", "/other", {});
  EXPECT_TRUE(reader.holds_file(one, "/deep"));
  EXPECT_FALSE(reader.holds_file(other, "/deep"));
  EXPECT_TRUE(reader.holds_file(one, "/own"));
  EXPECT_FALSE(reader.holds_file(one, "/nowhere"));
  EXPECT_TRUE(reader.holds_file(one, "/17"));
}

}  // namespace
}  // namespace lintcache
