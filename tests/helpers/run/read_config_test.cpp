// SPDX-License-Identifier: MIT
// An interpreter is asked about each content of a configuration file once.
#include "run/read_config.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

class ReadConfig : public testing::Test {
 protected:
  ReadConfig() : store(state.top()) {
    request.source_dir = tree.top();
    request.state_dir = state.top();
    // Writes down that it was asked.
    toolchain.executable = tools.write_program(
        "python", "#!/bin/sh\necho asked >> " + tools.path("log") + "\nexec " LINTCACHE_TEST_PYTHON " \"$@\"\n");
  }

  // What the tool reads of a file of the tree; empty where all of it counts.
  std::string read(const std::string& tool, const std::string& name) {
    StatCache disk(real_disk());
    store.input_sets().look_again();
    const Session session{request, store, disk, stop, outer, voice};
    const auto reader = config_reader(session, toolchain);
    const Input input{InputKind::content, tree.path(name), {}};
    auto sections = reader(*find_adapter(tool), {input});
    EXPECT_EQ(sections, reader(*find_adapter(tool), {input}));
    return sections[input.path];
  }

  // How often the interpreter was started.
  size_t asked() { return tools.has("log") ? tools.read("log").size() / std::string("asked\n").size() : 0; }

  test::ScratchTree tree, state, tools;
  Request request;
  Toolchain toolchain;
  Stop stop;
  std::vector<std::string> outer;
  Voice voice;
  StateStore store;
};

TEST_F(ReadConfig, one_answer_is_for_all_tools_and_runs) {
  tree.write("setup.cfg", "[flake8]\na = 1\n[metadata]\nb = 2\n");
  const std::string of_flake8 = read("flake8", "setup.cfg"), of_pylint = read("pylint", "setup.cfg");
  EXPECT_NE(of_flake8.find("\"a\""), std::string::npos);
  EXPECT_EQ(of_flake8.find("\"b\""), std::string::npos);
  EXPECT_NE(of_pylint, "");
  EXPECT_NE(of_pylint, of_flake8);
  EXPECT_EQ(asked(), 1u);
  tree.write("setup.cfg", "[flake8]\na = 1\n[metadata]\nb = 3\n");
  EXPECT_EQ(read("flake8", "setup.cfg"), of_flake8);
  EXPECT_EQ(asked(), 2u);
  tree.write("setup.cfg", "[flake8]\na = 1\n[metadata]\nb = 2\n");
  EXPECT_EQ(read("flake8", "setup.cfg"), of_flake8);
  EXPECT_EQ(asked(), 2u) << "it was like that before";
}

TEST_F(ReadConfig, a_file_that_no_parser_takes_is_not_asked_about_again) {
  tree.write("setup.cfg", "[flake8\n");
  EXPECT_EQ(read("flake8", "setup.cfg"), "");
  EXPECT_EQ(read("flake8", "setup.cfg"), "");
  EXPECT_EQ(asked(), 1u);
}

TEST_F(ReadConfig, of_some_files_all_counts) {
  tree.write("pylintrc", "[FORMAT]\n");
  tree.write("shared.cfg", "[flake8]\n");
  tree.link("setup.cfg", "shared.cfg");
  tree.write("tox.ini", std::string("[flake8]\na = \0\n", 15));
  EXPECT_EQ(read("pylint", "pylintrc"), "");
  EXPECT_EQ(read("flake8", "setup.cfg"), "");
  EXPECT_EQ(read("flake8", "tox.ini"), "");
  EXPECT_EQ(asked(), 0u);
}

TEST_F(ReadConfig, another_interpreter_or_tool_is_asked_again) {
  tree.write("setup.cfg", "[flake8]\n");
  read("flake8", "setup.cfg");
  toolchain.identity = "another";
  read("flake8", "setup.cfg");
  EXPECT_EQ(asked(), 2u);
  toolchain.tools["pylint"] = {{PartKind::tool, "tomli", "2"}};
  read("flake8", "setup.cfg");
  EXPECT_EQ(asked(), 3u);
}

TEST_F(ReadConfig, an_interpreter_that_gives_no_answer_leaves_all_of_it) {
  tree.write("setup.cfg", "[flake8]\n");
  const std::string works = toolchain.executable;
  for (const std::string& python : {std::string("/bin/false"), std::string("/bin/true"), std::string("/no/such")}) {
    toolchain.executable = python;
    EXPECT_EQ(read("flake8", "setup.cfg"), "") << python;
  }
  toolchain.executable = works;
  EXPECT_NE(read("flake8", "setup.cfg"), "") << "no answer is none that is kept";
}

// The tools would use it, too.
TEST_F(ReadConfig, a_parser_of_the_trees_own_is_not_trusted) {
  tree.write("setup.cfg", "[flake8]\n");
  request.environment = {"PYTHONPATH=" + tree.top()};
  toolchain.search_path = {tree.top()};
  EXPECT_NE(read("flake8", "setup.cfg"), "");
  tree.write("configparser.py", "class RawConfigParser:\n    pass\n");
  EXPECT_EQ(read("flake8", "setup.cfg"), "");
  EXPECT_EQ(asked(), 2u);
  tree.remove("configparser.py");
  EXPECT_NE(read("flake8", "setup.cfg"), "");
  EXPECT_EQ(asked(), 2u);
}

}  // namespace
}  // namespace lintcache
