// SPDX-License-Identifier: MIT
// Dependencies as people and programs read them.
#include "report/dependencies.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lintcache {
namespace {

FileDependencies example() {
  return {"p/a.py",
          ImportOutcome::raised,
          "ValueError: no\nmore",
          "sub-interpreter",
          "said\n",
          {{Origin::runtime, "/t/p/a.py", "p.a"},
           {Origin::stub, "/t/p/b.pyi", "p.b"},
           {Origin::library, "/usr/lib/libz.so", ""},
           {Origin::absent, "/t/speedups", ""}},
          {{"p.a", "p.b", "p.a"}}};
}

TEST(DependenciesText, lists_all_but_absences) {
  EXPECT_EQ(dependencies_text(example(), "/t"),
            "p/a.py: raised, ValueError: no\\nmore (sub-interpreter)\n"
            "  runtime   p/a.py  p.a\n"
            "  stub      p/b.pyi  p.b\n"
            "  library   /usr/lib/libz.so\n"
            "  absent    1 places where a module could appear\n"
            "  cycle     p.a -> p.b -> p.a\n");
}

TEST(DependenciesJson, is_one_line_with_everything) {
  const std::string line = dependencies_json(example());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["file"], "p/a.py");
  EXPECT_EQ(json["outcome"], "raised");
  EXPECT_EQ(json["exception"], "ValueError: no\nmore");
  EXPECT_EQ(json["output"], "said\n");
  EXPECT_EQ(json["footprint"].size(), 4u);
  EXPECT_EQ(json["footprint"][3], (nlohmann::json{{"path", "/t/speedups"}, {"origin", "absent"}, {"module", ""}}));
  EXPECT_EQ(json["cycles"][0].size(), 3u);
}

TEST(DependenciesJson, survives_bytes_that_are_no_text) {
  FileDependencies file = example();
  file.file = "\xff.py";
  EXPECT_FALSE(nlohmann::json::parse(dependencies_json(file), nullptr, false).is_discarded());
}

TEST(NameOfOutcome, is_a_word_for_each) {
  EXPECT_EQ(name_of(ImportOutcome::imported), "imported");
  EXPECT_EQ(name_of(ImportOutcome::timed_out), "timed out");
}

}  // namespace
}  // namespace lintcache
