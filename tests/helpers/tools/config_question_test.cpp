// SPDX-License-Identifier: MIT
// What tools read of their configuration files, as a real interpreter says.
#include "tools/config_question.h"

#include <gtest/gtest.h>

#include "base/subprocess.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

// The answers of the interpreter about the contents of one file.
std::vector<std::string> ask(const std::string& name, const std::vector<std::string>& contents) {
  std::vector<ConfigFile> files;
  for (const std::string& content : contents) files.push_back({"/tree/" + name, content});
  Command command{{LINTCACHE_TEST_PYTHON, "-c"}, {"LANG=C.UTF-8"}, "/"};
  const std::vector<Adapter> all(adapters().begin(), adapters().end());
  for (const std::string& word : config_question(all, files)) command.arguments.push_back(word);
  const Stop stop;
  const auto process = run_process(command, stop);
  EXPECT_TRUE(process.ok());
  EXPECT_EQ(process->exit_status, 0) << process->err;
  auto answers = config_answers(process->out, files.size());
  EXPECT_EQ(answers.size(), files.size()) << process->out;
  answers.resize(files.size());
  return answers;
}

// Which of flake8 and pylint read something else in the second content, one letter for each; `?` where that is not known.
std::string differ(const std::string& name, const std::string& one, const std::string& other) {
  const auto answers = ask(name, {one, other});
  std::string letters;
  for (const std::string tool : {"flake8", "pylint"}) {
    const auto before = sections_read(answers[0], tool), after = sections_read(answers[1], tool);
    letters += !before || !after ? '?' : *before == *after ? '-' : tool[0];
  }
  return letters;
}

TEST(ConfigQuestion, sections_of_others_are_nothing) {
  const std::string own = "[flake8]\nignore = E1\n[pylint.main]\njobs = 1\n";
  EXPECT_EQ(differ("setup.cfg", own, own), "--");
  EXPECT_EQ(differ("setup.cfg", own, "# x\n[metadata]\nname = x\n" + own), "--");
  EXPECT_EQ(differ("tox.ini", own, own + "[testenv]\ncommands =\n  a ; b\n  c # d\n"), "--");
  EXPECT_EQ(differ("pyproject.toml", "", "[project]\nname = 'x'\n[tool.black]\nwhen = 1979-05-27\n"), "?-");
}

TEST(ConfigQuestion, each_section_is_its_tools) {
  EXPECT_EQ(differ("setup.cfg", "", "[flake8]\n"), "f-");
  EXPECT_EQ(differ("setup.cfg", "", "[flake8:local-plugins]\n"), "f-");
  EXPECT_EQ(differ("setup.cfg", "", "[flake8-other]\nx = 1\n"), "--");
  EXPECT_EQ(differ("setup.cfg", "[flake8]\na = 1\n", "[flake8]\na = 2\n"), "f-");
  for (const char* section : {"pylint", "pylint.main", "pylint-x", "MASTER", "master"})
    EXPECT_EQ(differ("setup.cfg", "", "[" + std::string(section) + "]\n"), "-p") << section;
  EXPECT_EQ(differ("setup.cfg", "", "[DEFAULT]\na = 1\n"), "fp");
  EXPECT_EQ(differ("pyproject.toml", "", "[tool.pylint]\n"), "?p");
  EXPECT_EQ(differ("pyproject.toml", "[tool.pylint]\na = 1\n", "[tool]\npylint = {a = 1.0}\n"), "?p");
  EXPECT_EQ(differ("pyproject.toml", "[tool.pylint]\na = 1\n", "[tool]\npylint = {a = 1}\n"), "?-");
}

TEST(ConfigQuestion, the_order_of_options_and_sections_counts) {
  EXPECT_EQ(differ("setup.cfg", "[pylint]\na = 1\nb = 2\n", "[pylint]\nb = 2\na = 1\n"), "-p");
  EXPECT_EQ(differ("setup.cfg", "[pylint.a]\n[pylint.b]\n", "[pylint.b]\n[pylint.a]\n"), "-p");
  EXPECT_EQ(differ("setup.cfg", "[DEFAULT]\na = 1\n[pylint]\na = 1\nb = 2\n", "[DEFAULT]\na = 1\n[pylint]\nb = 2\na = 1\n"), "-p");
  EXPECT_EQ(differ("pyproject.toml", "[tool.pylint]\na = 1\nb = 2\n", "[tool.pylint]\nb = 2\na = 1\n"), "?p");
}

// flake8 takes for a part of the value what is a comment to pylint.
TEST(ConfigQuestion, each_reads_it_in_its_own_way) {
  EXPECT_EQ(differ("setup.cfg", "[flake8]\na = 1\n", "[flake8]\na = 1 # x\n"), "f-");
  EXPECT_EQ(differ("setup.cfg", "[pylint]\na = %(b)s\n", "[pylint]\na = %(c)s\n"), "-p");
}

TEST(ConfigQuestion, where_a_parser_refuses_nothing_is_said) {
  for (const char* content : {"name = x\n", "[a\n", "[a]\nname\n", "[a]\n[a]\n", "[a]\nb = 1\nb = 2\n", "[a]\nb = \xff\n",
                              "\xef\xbb\xbf[a]\n"})
    EXPECT_EQ(differ("setup.cfg", "", content), "??") << content;
  for (const char* content : {"[tool\n", "tool = 1\n", "[tool.pylint]\na = 1979-05-27\n", "a = '\xff'\n"})
    EXPECT_EQ(differ("pyproject.toml", "", content), "??") << content;
}

TEST(ConfigQuestion, is_about_files_of_known_names) {
  const Adapter& flake8 = *find_adapter("flake8");
  const Adapter& pylint = *find_adapter("pylint");
  for (const char* name : {"setup.cfg", "tox.ini", ".flake8"}) EXPECT_TRUE(reads_sections(flake8, std::string("/a/") + name));
  EXPECT_TRUE(reads_sections(pylint, "/setup.cfg/pyproject.toml"));
  EXPECT_FALSE(reads_sections(flake8, "/a/pyproject.toml"));
  EXPECT_FALSE(reads_sections(pylint, "/setup.cfg/.pylintrc"));
  EXPECT_FALSE(reads_sections(pylint, "/a/pylintrc.toml"));
}

TEST(ConfigQuestion, is_not_about_all_contents) {
  EXPECT_TRUE(can_be_asked_about("[flake8]\n"));
  EXPECT_FALSE(can_be_asked_about(std::string_view("a\0b", 3)));
  EXPECT_FALSE(can_be_asked_about(std::string(200'000, '#')));
}

TEST(ConfigAnswers, are_taken_only_whole) {
  EXPECT_EQ(config_answers(R"([{"flake8": "x"}, {}])", 2), (std::vector<std::string>{R"({"flake8":"x"})", "{}"}));
  for (const char* output : {"", "{}", "[{}]", "[{}, {}", "null"}) EXPECT_TRUE(config_answers(output, 2).empty()) << output;
}

TEST(SectionsRead, is_nothing_where_the_answer_says_nothing) {
  EXPECT_EQ(sections_read(R"({"flake8": "x"})", "flake8"), "x");
  EXPECT_FALSE(sections_read(R"({"flake8": "x"})", "pylint"));
  for (const char* answer : {"", "[]", R"({"flake8": 1})", "{"}) EXPECT_FALSE(sections_read(answer, "flake8")) << answer;
}

}  // namespace
}  // namespace lintcache
