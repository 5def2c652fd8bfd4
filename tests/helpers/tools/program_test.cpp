// SPDX-License-Identifier: MIT
// Where programs are looked for, and which files a program stands for.
#include "tools/program.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class FindProgram : public testing::Test {
 protected:
  FindProgram() {
    tree.write_program("venv/bin/python", "ELF");
    places = {tree.path("venv/bin/python"), tree.path("one") + ":" + tree.path("two"), tree.path("src")};
  }
  std::vector<std::string> paths(const Program& program) const {
    std::vector<std::string> names;
    for (const Input& input : program.inputs) {
      EXPECT_EQ(input.kind, InputKind::content);
      names.push_back(input.path.starts_with(tree.top()) ? input.path.substr(tree.top().size() + 1) : input.path);
    }
    return names;
  }
  std::vector<std::string> inputs(const std::string& word) const {
    const auto program = find_program("check", word, places);
    EXPECT_TRUE(program.ok()) << program.error().text();
    return program ? paths(*program) : std::vector<std::string>();
  }
  test::ScratchTree tree;
  ProgramPlaces places;
  using Names = std::vector<std::string>;
};

TEST_F(FindProgram, the_one_beside_the_interpreter_comes_first) {
  tree.write_program("venv/bin/check", "ELF");
  tree.write_program("one/check", "ELF");
  const auto program = find_program("check", "check", places);
  ASSERT_TRUE(program.ok());
  EXPECT_EQ(program->path, tree.path("venv/bin/check"));
  EXPECT_EQ(paths(*program), Names{"venv/bin/check"});
}

TEST_F(FindProgram, each_earlier_place_is_an_input) {
  tree.write_program("two/check", "ELF");
  const auto program = find_program("check", "check", places);
  ASSERT_TRUE(program.ok());
  EXPECT_EQ(program->path, tree.path("two/check"));
  EXPECT_EQ(paths(*program), (Names{"venv/bin/check", "one/check", "two/check"}));
  EXPECT_EQ(program->files, Names{tree.path("two/check")});
}

TEST_F(FindProgram, what_cannot_be_started_is_passed_over) {
  tree.write("venv/bin/check", "no program");
  tree.write("one/check/file");
  tree.link("two/check", tree.path("nowhere"));
  EXPECT_FALSE(find_program("check", "check", places).ok());
  places.path += ":" + tree.path("three");
  tree.write_program("real", "ELF");
  tree.link("three/check", tree.path("real"));
  const auto program = find_program("check", "check", places);
  ASSERT_TRUE(program.ok());
  EXPECT_EQ(program->path, tree.path("three/check"));
}

TEST_F(FindProgram, a_word_with_a_slash_is_a_path_from_where_tools_run) {
  tree.write_program("src/tools/check.sh", "ELF");
  EXPECT_EQ(inputs("tools/check.sh"), Names{"src/tools/check.sh"});
  EXPECT_EQ(inputs("./tools/../tools/check.sh"), Names{"src/tools/check.sh"});
  EXPECT_EQ(inputs(tree.path("src/tools/check.sh")), Names{"src/tools/check.sh"});
  EXPECT_EQ(inputs("{source_dir}/tools/check.sh"), Names{"src/tools/check.sh"});
}

TEST_F(FindProgram, relative_and_empty_places_in_path_are_below_the_tree) {
  tree.write_program("src/check", "ELF");
  for (const char* path : {"", ":", ".", "/nowhere:"}) {
    places.path = path;
    EXPECT_EQ(find_program("check", "check", places).ok(), *path != '\0') << path;
  }
  places.path = "bin:";
  EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "src/bin/check", "src/check"}));
}

TEST_F(FindProgram, a_script_stands_for_its_interpreter_too) {
  tree.write_program("one/check", "#!" + tree.path("venv/bin/python") + " -I\nimport x\n");
  EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "one/check", "venv/bin/python"}));
  tree.write_program("one/check", "#! \t" + tree.path("venv/bin/python") + "\r\n");
  EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "one/check", "venv/bin/python"}));
}

TEST_F(FindProgram, what_env_starts_is_looked_for_in_path_alone) {
  tree.write_program("two/node", "ELF");
  tree.write_program("venv/bin/node", "ELF");
  for (const char* line : {"#!/usr/bin/env node", "#!/usr/bin/env -S node --flag", "#!/usr/bin/env -i A=B node"}) {
    tree.write_program("one/check", std::string(line) + "\n");
    EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "one/check", "/usr/bin/env", "one/node", "two/node"})) << line;
  }
}

TEST_F(FindProgram, another_path_gives_other_files) {
  tree.write_program("one/check", "#!/usr/bin/env node\n");
  tree.write_program("two/node", "ELF");
  EXPECT_EQ(find_program("check", "check", places)->files,
            (Names{tree.path("one/check"), "/usr/bin/env", tree.path("two/node")}));
  tree.write_program("three/node", "ELF");
  places.path = tree.path("three") + ":" + places.path;
  EXPECT_EQ(find_program("check", "check", places)->files,
            (Names{tree.path("one/check"), "/usr/bin/env", tree.path("three/node")}));
}

TEST_F(FindProgram, an_interpreter_may_be_a_script) {
  tree.write_program("two/inner", "#!" + tree.path("venv/bin/python") + "\n");
  tree.write_program("one/check", "#!/usr/bin/env inner\n");
  EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "one/check", "/usr/bin/env", "one/inner", "two/inner",
                                    "venv/bin/python"}));
  tree.write_program("two/inner", "#!" + tree.path("two/inner") + "\n");
  EXPECT_TRUE(find_program("check", "check", places).ok()) << "a circle must come to an end";
}

TEST_F(FindProgram, the_interpreter_that_pip_hides_from_the_kernel_is_found) {
  tree.write_program("a b/python", "ELF");
  tree.write_program("one/check", "#!/bin/sh\n'''exec' \"" + tree.path("a b/python") + "\" \"$0\" \"$@\"\n' '''\n");
  EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "one/check", "/bin/sh", "a b/python"}));
  tree.write_program("one/check", "#!/bin/sh\n'''exec' " + tree.path("venv/bin/python") + " \"$0\" \"$@\"\n' '''\n");
  EXPECT_EQ(inputs("check"), (Names{"venv/bin/check", "one/check", "/bin/sh", "venv/bin/python"}));
}

TEST_F(FindProgram, what_is_missing_is_told_with_what_to_do) {
  const auto none = find_program("mine", "check", places);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().blame, Blame::asker);
  EXPECT_NE(none.error().what.find("mine is not installed"), std::string::npos) << none.error().text();
  EXPECT_NE(none.error().where.find(places.path), std::string::npos) << none.error().text();
  EXPECT_FALSE(none.error().hint.empty());
  const auto path = find_program("mine", "tools/check", places);
  ASSERT_FALSE(path.ok());
  EXPECT_NE(path.error().text().find(tree.path("src/tools/check")), std::string::npos) << path.error().text();
}

TEST_F(FindProgram, a_script_without_its_interpreter_is_told) {
  tree.write_program("one/check", "#!/nowhere/python\n");
  const auto gone = find_program("mine", "check", places);
  ASSERT_FALSE(gone.ok());
  EXPECT_NE(gone.error().what.find("'/nowhere/python'"), std::string::npos) << gone.error().text();
  EXPECT_EQ(gone.error().where, tree.path("one/check"));
  tree.write_program("one/check", "#!/usr/bin/env nothing\n");
  EXPECT_NE(find_program("mine", "check", places).error().what.find("'nothing'"), std::string::npos);
  for (const char* odd : {"", "#!", "#!\n", "#! \n", "#", "\n"}) {
    tree.write_program("one/check", odd);
    EXPECT_TRUE(find_program("mine", "check", places).ok()) << odd;
  }
}

}  // namespace
}  // namespace lintcache
