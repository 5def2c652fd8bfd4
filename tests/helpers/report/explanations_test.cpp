// SPDX-License-Identifier: MIT
// What was decided, told to people and to programs.
#include "report/explanations.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

#include "digest/hasher.h"

namespace lintcache {
namespace {

using nlohmann::json;

constexpr int64_t k_second = 1'000'000'000;
constexpr int64_t k_noon = 1'700'000'000 * k_second;  // 2023-11-14 22:13:20 UTC

InputState input(InputKind kind, const std::string& path, const std::string& detail, Origin origin, const Digest& state) {
  return {{kind, path, detail}, state, origin};
}

class Explanations : public testing::Test {
 protected:
  Explanations() {
    setenv("TZ", "UTC", 1);
    tzset();
    one.file = "pkg/a.py";
    one.tool = "pylint";
  }
  Decision& decide(bool reused) {
    one.decision.emplace();
    one.decision->reused = reused;
    one.decision->decided = k_noon + 5;
    one.decision->ran = reused ? k_noon - 60 * k_second : k_noon;
    one.decision->set = 7;
    one.set_made = k_noon - 59 * k_second;
    return *one.decision;
  }
  void add_key() {
    one.parts = {{PartKind::tool, "pylint", "3.2.0"},
                 {PartKind::platform, "system", "debian 12"},
                 {PartKind::argument, "", "--jobs=1"},
                 {PartKind::environment, "PYTHONPATH", "\1" "1/src"},
                 {PartKind::setting, "extra input \1" "2/words", ""},
                 {PartKind::config, "tox.ini", "absent"},
                 {PartKind::tree, "files", "3, names abc"}};
    one.inputs = {input(InputKind::content, "/s/pkg/a.py", "", Origin::itself, digest_of("x")),
                  input(InputKind::content, "/lib/gone.py", "", Origin::absent, {}),
                  input(InputKind::lookup, "/s/pkg", "b", Origin::runtime, digest_of("y")),
                  input(InputKind::listing, "/s", "", Origin::tree, digest_of("z"))};
  }
  std::string text(bool with_key = false) { return explanation_text(one, "/s", with_key); }
  json parsed(bool with_key = false) {
    const std::string line = explanation_json(one, with_key);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    return json::parse(line);
  }
  Explanation one;
};

TEST_F(Explanations, of_a_task_that_was_never_decided_about) {
  EXPECT_EQ(text(), "pkg/a.py [pylint]: never decided about\n");
  EXPECT_EQ(text(true), text());
  EXPECT_EQ(parsed(true), (json{{"file", "pkg/a.py"}, {"tool", "pylint"}, {"decision", "none"}}));
  one.file.clear();
  EXPECT_EQ(text(), "(tree) [pylint]: never decided about\n");
  EXPECT_EQ(parsed()["file"], "");
}

TEST_F(Explanations, of_a_first_run) {
  decide(false).reasons = {{ReasonKind::first, "", ""}};
  EXPECT_EQ(text(), "pkg/a.py [pylint]: run, decided 2023-11-14 22:13:20\n  because\n    first\n");
  EXPECT_EQ(parsed(), (json{{"file", "pkg/a.py"}, {"tool", "pylint"}, {"decision", "run"},
                            {"decided", "2023-11-14T22:13:20.000000005Z"}, {"set", 7},
                            {"set_made", "2023-11-14T22:12:21.000000000Z"}, {"ran", "2023-11-14T22:13:20.000000000Z"},
                            {"reasons", {{{"kind", "first"}, {"what", ""}, {"via", ""}}}}, {"more", 0}, {"unkept", ""}}));
}

TEST_F(Explanations, of_a_run_with_all_that_differed) {
  Decision& decision = decide(false);
  decision.reasons = {{ReasonKind::import_, "pkg/b.py changed", "pkg/c.py"}, {ReasonKind::tool, "pylint 3.2.0 -> 3.3.1", ""}};
  decision.more = 4;
  EXPECT_EQ(text(),
            "pkg/a.py [pylint]: run, decided 2023-11-14 22:13:20\n  because\n"
            "    import: pkg/b.py changed (via pkg/c.py)\n    tool: pylint 3.2.0 -> 3.3.1\n    and 4 more\n");
  EXPECT_EQ(parsed()["reasons"][0], (json{{"kind", "import"}, {"what", "pkg/b.py changed"}, {"via", "pkg/c.py"}}));
  EXPECT_EQ(parsed()["reasons"].size(), 2u);
  EXPECT_EQ(parsed()["more"], 4);
}

TEST_F(Explanations, of_a_hit_name_the_set_that_held_and_why_the_tool_last_ran) {
  decide(true).reasons = {{ReasonKind::file, "changed", ""}};
  EXPECT_EQ(text(),
            "pkg/a.py [pylint]: hit, decided 2023-11-14 22:13:20: nothing changed of what the outcome of "
            "2023-11-14 22:12:21 depends on (input set 7)\n"
            "  it last ran 2023-11-14 22:12:20 because\n    file: changed\n");
  EXPECT_EQ(parsed()["decision"], "hit");
  EXPECT_EQ(parsed()["set"], 7);
  EXPECT_EQ(parsed()["ran"], "2023-11-14T22:12:20.000000000Z");
}

TEST_F(Explanations, of_a_hit_in_a_state_that_came_from_elsewhere) {
  Decision& decision = decide(true);
  decision.ran = 0;
  one.set_made = 0;
  EXPECT_EQ(text(),
            "pkg/a.py [pylint]: hit, decided 2023-11-14 22:13:20: nothing changed of what the outcome of then depends on "
            "(input set 7)\n");
  EXPECT_EQ(parsed()["ran"], "");
  EXPECT_EQ(parsed()["set_made"], "");
}

TEST_F(Explanations, of_an_outcome_that_is_not_kept) {
  Decision& decision = decide(false);
  decision.set = 0;
  decision.reasons = {{ReasonKind::not_kept, "the tool broke: x", ""}};
  decision.unkept = "b.py changed\nwhile it ran";
  EXPECT_EQ(text(),
            "pkg/a.py [pylint]: run, decided 2023-11-14 22:13:20\n  because\n    not kept: the tool broke: x\n"
            "  the outcome is not kept: b.py changed\\nwhile it ran\n");
  EXPECT_EQ(parsed()["reasons"][0]["kind"], "not kept");
  EXPECT_EQ(parsed()["unkept"], "b.py changed\\nwhile it ran");
}

TEST_F(Explanations, show_all_that_was_hashed_if_asked) {
  decide(false);
  add_key();
  const std::string short_text = text(), long_text = text(true);
  ASSERT_TRUE(long_text.starts_with(short_text));
  EXPECT_EQ(long_text.substr(short_text.size()),
            "  static key:\n"
            "    tool pylint 3.2.0\n"
            "    platform system debian 12\n"
            "    argument --jobs=1\n"
            "    environment PYTHONPATH {source_dir}/src\n"
            "    setting extra input {binary_dir}/words\n"
            "    config tox.ini absent\n"
            "    tree files 3, names abc\n"
            "    file pkg/a.py\n"
            "  inputs:\n"
            "    itself pkg/a.py sha256 " + digest_of("x").hex() + "\n"
            "    absent /lib/gone.py absent\n"
            "    runtime pkg/b names " + digest_of("y").hex() + "\n"
            "    tree /s names " + digest_of("z").hex() + "\n");
}

TEST_F(Explanations, show_programs_the_same) {
  decide(false);
  add_key();
  EXPECT_FALSE(parsed().contains("key"));
  EXPECT_FALSE(parsed().contains("inputs"));
  const json all = parsed(true);
  ASSERT_EQ(all["key"].size(), 7u);
  EXPECT_EQ(all["key"][3], (json{{"kind", "environment"}, {"name", "PYTHONPATH"}, {"value", "{source_dir}/src"}}));
  ASSERT_EQ(all["inputs"].size(), 4u);
  EXPECT_EQ(all["inputs"][0],
            (json{{"origin", "itself"}, {"path", "/s/pkg/a.py"}, {"state", "sha256 " + digest_of("x").hex()}}));
  EXPECT_EQ(all["inputs"][1]["state"], "absent");
  EXPECT_EQ(all["inputs"][2]["path"], "/s/pkg/b");
}

TEST_F(Explanations, a_task_on_the_whole_tree_is_about_all_files) {
  decide(false);
  one.file.clear();
  EXPECT_NE(text(true).find("    file (all files)\n"), std::string::npos);
}

// Names of files, values of variables and reasons may hold any bytes.
TEST_F(Explanations, are_text_whatever_they_are_about) {
  decide(false).reasons = {{ReasonKind::file, "changed", ""}};
  add_key();
  one.file = "caf\xe9\n.py";
  one.parts[3].value = "\xff\n";
  one.inputs[0].input.path = "/s/\xfe";
  EXPECT_TRUE(text(true).starts_with("caf\\xe9\\n.py [pylint]: run"));
  EXPECT_NE(text(true).find("PYTHONPATH \\xff\\n\n"), std::string::npos);
  EXPECT_EQ(parsed(true)["inputs"][0]["path"], "/s/\\xfe");
}

Outcome outcome(Verdict verdict, int status, const std::string& out) {
  Outcome one;
  one.verdict = verdict;
  one.exit_status = status;
  one.out = out;
  if (verdict == Verdict::findings) one.findings = {{"a.py", 1, 1, Severity::warning, "t", "R"}};
  return one;
}

TEST(DifferenceText, shows_both_outcomes) {
  EXPECT_EQ(difference_text("a.py", "flake8", outcome(Verdict::clean, 0, ""),
                            outcome(Verdict::findings, 1, "a.py:1:1: F401\nmore\n")),
            "a.py [flake8] is remembered wrongly:\n"
            "    remembered: clean, exit status 0, 0 findings\n"
            "    fresh: findings, exit status 1, 1 findings\n      a.py:1:1: F401\n      more\n");
}

TEST(DifferenceText, of_a_tool_that_broke_says_how) {
  Outcome broken = outcome(Verdict::tool_failure, 2, "much\n");
  broken.failure = "ValueError: x\xff";
  const std::string text = difference_text("", "own", outcome(Verdict::unusable_input, 1, "E999\n"), broken);
  EXPECT_EQ(text,
            "(tree) [own] is remembered wrongly:\n"
            "    remembered: unusable input, exit status 1, 0 findings\n      E999\n"
            "    fresh: tool failure, exit status 2, 0 findings\n      ValueError: x\\xff\n");
}

}  // namespace
}  // namespace lintcache
