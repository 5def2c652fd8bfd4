// SPDX-License-Identifier: MIT
// mypy's output as it was recorded from mypy 1.0.1 and 2.4.1, read into outcomes.
#include "tools/mypy.h"

#include <gtest/gtest.h>

#include <set>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_mypy = mypy_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "a.py") {
  return k_mypy.read(ended(status, out, err), {file});
}

using Findings = std::vector<Finding>;

const std::string k_out =
    "b.py:1:10: error: Incompatible types in assignment (expression has type \"str\", variable has type \"int\")  [assignment]\n"
    "a.py:2:1: error: Library stubs not installed for \"yaml\"  [import]\n"
    "a.py:2:1: note: Hint: \"python3 -m pip install types-PyYAML\"\n"
    "a.py:2:1: note: (or run \"mypy --install-types\" to install all missing stub packages)\n"
    "a.py:2:1: note: See https://mypy.readthedocs.io/en/stable/running_mypy.html#missing-imports\n"
    "a.py:5: error: Unused \"type: ignore\" comment\n"
    "a.py:6:1: note: \"f\" defined here\n";

TEST(Mypy, errors_about_the_file_are_findings_and_what_is_said_once_is_left_out) {
  const Outcome outcome = read(1, k_out);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  EXPECT_EQ(outcome.findings,
            (Findings{{"a.py", 2, 1, Severity::error, "Library stubs not installed for \"yaml\"", "import"},
                      {"a.py", 5, 1, Severity::error, "Unused \"type: ignore\" comment", "mypy"}}));
  EXPECT_EQ(outcome.out,
            "a.py:2:1: error: Library stubs not installed for \"yaml\"  [import]\n"
            "a.py:5: error: Unused \"type: ignore\" comment\n"
            "a.py:6:1: note: \"f\" defined here\n");
  EXPECT_EQ(outcome.exit_status, 1);
}

TEST(Mypy, errors_of_other_files_and_notes_are_no_findings) {
  const Outcome outcome = read(1, "b.py:1:10: error: Bad  [misc]\na.py:8:13: note: Revealed type is \"builtins.int\"\n");
  EXPECT_EQ(outcome.verdict, Verdict::clean);
  EXPECT_EQ(outcome.exit_status, 0);
  EXPECT_EQ(outcome.out, "a.py:8:13: note: Revealed type is \"builtins.int\"\n");
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
}

TEST(Mypy, a_message_without_a_line_is_about_the_first) {
  const Outcome outcome = read(1, "a.py: error: Ancestor package \"p\" ignored  [misc]\n");
  EXPECT_EQ(outcome.findings, (Findings{{"a.py", 1, 1, Severity::error, "Ancestor package \"p\" ignored", "misc"}}));
}

TEST(Mypy, complaints_about_the_configuration_are_kept) {
  const std::string complaint = "mypy.ini: [mypy]: Unrecognized option: foo = 1\n";
  const Outcome outcome = read(0, "", "LOG:  Mypy Version: 1.0.1\n" + complaint);
  EXPECT_EQ(outcome.verdict, Verdict::clean);
  EXPECT_EQ(outcome.err, complaint);
}

TEST(Mypy, a_file_that_cannot_be_read_or_parsed_is_unusable) {
  const Outcome parsed = read(2, "a.py:1:6: error: '(' was never closed  [syntax]\n");
  EXPECT_EQ(parsed.verdict, Verdict::unusable_input);
  EXPECT_EQ(parsed.findings, (Findings{{"a.py", 1, 6, Severity::error, "'(' was never closed", "syntax"}}));
  const Outcome older = read(2, "", "mypy: can't decode file 'a.py': unknown encoding: foo\n");
  EXPECT_EQ(older.verdict, Verdict::unusable_input);
  EXPECT_EQ(older.findings, (Findings{{"a.py", 1, 1, Severity::error, "can't decode file 'a.py': unknown encoding: foo", "not-checked"}}));
  const Outcome newer = read(2, "", "a.py: error: Cannot decode file: 'utf-8' codec can't decode byte 0xff\n");
  EXPECT_EQ(newer.verdict, Verdict::unusable_input);
  EXPECT_EQ(newer.findings.front().text, "Cannot decode file: 'utf-8' codec can't decode byte 0xff");
}

TEST(Mypy, an_imported_file_that_cannot_be_parsed_keeps_the_file_from_being_checked) {
  const Outcome outcome = read(2, "a.py:2:1: error: Cannot find it  [import]\npkg/c.py:1:6: error: '(' was never closed  [syntax]\n");
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  EXPECT_EQ(outcome.findings, (Findings{{"a.py", 1, 1, Severity::error,
                                         "not checked: pkg/c.py:1:6: error: '(' was never closed  [syntax]", "not-checked"}}));
  EXPECT_EQ(read(2, "", "my-pkg is not a valid Python package name\n").verdict, Verdict::unusable_input);
}

TEST(Mypy, what_is_its_own_fault_or_that_of_its_configuration_is_a_failure) {
  EXPECT_EQ(read(2, "", "mypy.ini:2:1: error: Can't find plugin \"nope.py\"  [misc]\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(2, "", "usage: mypy [-h]\nmypy: error: Cannot find config file 'none'\n").failure,
            "mypy: error: Cannot find config file 'none' (exit status 2)");
  EXPECT_EQ(read(2, "", "a.py:3: error: INTERNAL ERROR -- Please try using mypy master\nTraceback (most recent call last):\nX\n").verdict,
            Verdict::tool_failure);
  EXPECT_EQ(read(1, "", "Traceback (most recent call last):\nKeyError: 1\n").failure, "KeyError: 1 (exit status 1)");
  EXPECT_EQ(read(-1, "").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(2, "").verdict, Verdict::tool_failure);
}

TEST(Mypy, names_may_hold_anything) {
  EXPECT_EQ(read(1, "b:1.py:3:1: error: Bad  [misc]\n", "", "b:1.py").findings.front().line, 3u);
  EXPECT_EQ(read(1, "\\udcff.py:3:1: error: Bad  [misc]\n", "", "\xff.py").findings.front().path, "\xff.py");
  EXPECT_EQ(k_mypy.arguments({"@a.py"}).back(), "./@a.py");
  EXPECT_EQ(k_mypy.arguments({"-a.py"}).back(), "./-a.py");
}

TEST(Mypy, each_file_of_a_batch_gets_what_it_gets_alone) {
  Subject subject;
  subject.files = {"a.py", "b.py", "c.py"};
  const auto outcomes = k_mypy.read_batch(ended(1, k_out, "mypy.ini: [mypy]: Unrecognized option: foo = 1\n"), subject);
  ASSERT_TRUE(outcomes && outcomes->size() == 3);
  EXPECT_EQ((*outcomes)[0].out, read(1, k_out).out);
  EXPECT_EQ((*outcomes)[0].findings, read(1, k_out).findings);
  EXPECT_EQ((*outcomes)[1].findings.size(), 1u);
  EXPECT_EQ((*outcomes)[2].verdict, Verdict::clean);
  EXPECT_EQ((*outcomes)[2].err, "mypy.ini: [mypy]: Unrecognized option: foo = 1\n");
  EXPECT_FALSE(k_mypy.read_batch(ended(2, "c.py:1:6: error: Bad  [syntax]\n"), subject)) << "nothing was checked";
}

TEST(Mypy, files_of_one_root_share_a_process_unless_another_file_claims_their_name) {
  const std::set<std::string> tree = {"a.py",          "pkg/__init__.py", "pkg/b.py",           "pkg/b.pyi",
                                      "pkg/c.py",      "src/d.py",        "e.py",               "e/__init__.py",
                                      "e-stubs/e.pyi", "src/in/f.py",     "src/in/__init__.pyi"};
  const auto group = [&](const std::string& file) {
    return k_mypy.group(file, [&](const std::string& path) { return tree.contains(path); });
  };
  EXPECT_EQ(group("a.py"), group("pkg/c.py"));
  EXPECT_EQ(group("a.py"), group("pkg/__init__.py"));
  EXPECT_EQ(group("src/d.py"), group("src/in/f.py"));
  EXPECT_NE(group("a.py"), group("src/d.py"));
  std::set<std::string> alone = {group("a.py"), group("pkg/b.py"), group("pkg/b.pyi"), group("e.py"), group("e-stubs/e.pyi")};
  EXPECT_EQ(alone.size(), 5u);
}

TEST(Mypy, where_imports_are_not_followed_each_file_runs_alone) {
  EXPECT_FALSE(k_mypy.runs_alone({"[mypy]\nfollow_imports = silent\nignore_errors = True\n"}));
  EXPECT_TRUE(k_mypy.runs_alone({"[mypy]\n", "[mypy-a.*]\nfollow_imports = skip\n"}));
  EXPECT_TRUE(k_mypy.runs_alone({"[tool.mypy]\nfollow_imports = \"error\"\n"}));
}

}  // namespace
}  // namespace lintcache
