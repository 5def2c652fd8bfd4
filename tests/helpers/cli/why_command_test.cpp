// SPDX-License-Identifier: MIT
// What the verbs print of a state that is there, without running anything; tests/behaviour 450 and 460 run them in full.
#include "cli/why_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "digest/hasher.h"
#include "plan/prepared_tool.h"
#include "store/state_store.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class WhyCommand : public testing::Test {
 protected:
  WhyCommand() {
    for (const char* file : {"s/a.py", "s/b.py"}) tree.write(file);
    options.verb = Verb::why;
    options.request.name = "app";
    options.request.source_dir = tree.path("s");
    options.request.state_dir = tree.path("state");
    options.request.python = tree.path("no-python");
    std::filesystem::create_directories(options.request.state_dir);
  }
  // As a run would leave it.
  void decide(const std::string& file, const std::string& tool) {
    StateStore store(options.request.state_dir, roots_of(options.request));
    Decision decision;
    decision.decided = decision.ran = 1;
    decision.base = digest_of("base");
    decision.reasons = {{ReasonKind::first, {}, {}}};
    const InputState itself = {{InputKind::content, tree.path("s/a.py"), {}}, digest_of(""), Origin::itself};
    decision.set = store.input_sets().add("x" + file + tool, {{itself}, {}, {}}, "").id;
    store.decisions().put_parts(decision.base, {{PartKind::tool, tool, "1.0"}});
    store.decisions().put(file, tool, decision);
    store.commit();
  }
  std::string shown() {
    testing::internal::CaptureStdout();
    EXPECT_EQ(why_command(options, {}), 0);
    return testing::internal::GetCapturedStdout();
  }
  template <class Command>
  std::string complaint(const Command& command) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(command(options, {}), 2);
    return testing::internal::GetCapturedStderr();
  }
  // The first word of each line that begins a decision.
  std::vector<std::string> subjects() {
    std::vector<std::string> names;
    std::istringstream lines(shown());
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with(' ')) names.push_back(line.substr(0, line.find(':')));
    return names;
  }
  using Names = std::vector<std::string>;
  test::ScratchTree tree;
  Options options;
};

TEST_F(WhyCommand, there_is_nothing_to_tell_before_the_first_run) {
  const std::string text = complaint(why_command);
  EXPECT_NE(text.find("nothing was decided yet"), std::string::npos) << text;
  EXPECT_NE(text.find("lint the tree first"), std::string::npos) << text;
}

TEST_F(WhyCommand, tells_what_was_decided_by_tool_and_file) {
  decide("b.py", "pylint");
  decide("b.py", "flake8");
  decide("a.py", "flake8");
  EXPECT_EQ(subjects(), (Names{"a.py [flake8]", "b.py [flake8]", "b.py [pylint]"}));
  options.request.selected_tools = {"pylint"};
  EXPECT_EQ(subjects(), Names{"b.py [pylint]"});
}

TEST_F(WhyCommand, a_file_that_is_asked_for_is_answered_whether_decided_or_not) {
  decide("a.py", "flake8");
  options.request.selected_files = {"b.py"};
  EXPECT_EQ(shown(), "b.py [flake8]: never decided about\n");
}

TEST_F(WhyCommand, a_task_on_the_whole_tree_is_told_with_the_tree) {
  decide("", "own");
  decide("a.py", "flake8");
  EXPECT_EQ(subjects(), (Names{"a.py [flake8]", "(tree) [own]"}));
  options.request.selected_files = {"a.py"};
  EXPECT_EQ(subjects().front(), "a.py [flake8]");
}

TEST_F(WhyCommand, shows_what_was_hashed_if_asked) {
  decide("a.py", "flake8");
  EXPECT_EQ(shown().find("static key"), std::string::npos);
  options.key = true;
  const std::string text = shown();
  for (const char* words : {"    tool flake8 1.0\n", "    file a.py\n", "    itself a.py sha256 "})
    EXPECT_NE(text.find(words), std::string::npos) << text;
}

TEST_F(WhyCommand, prints_one_json_a_line) {
  decide("a.py", "flake8");
  decide("b.py", "flake8");
  options.json = true;
  std::istringstream lines(shown());
  std::vector<std::string> files;
  for (std::string line; std::getline(lines, line);) files.push_back(nlohmann::json::parse(line)["file"]);
  EXPECT_EQ(files, (Names{"a.py", "b.py"}));
}

TEST_F(WhyCommand, decides_nothing_anew) {
  decide("a.py", "flake8");
  const std::string before = shown();
  tree.write("s/a.py", "changed");
  EXPECT_EQ(shown(), before);
}

TEST_F(WhyCommand, what_is_no_file_of_the_tree_is_the_askers_mistake) {
  decide("a.py", "flake8");
  options.request.selected_files = {"none.py"};
  EXPECT_NE(complaint(why_command).find(tree.path("s/none.py")), std::string::npos);
}

TEST_F(WhyCommand, verbs_that_need_the_interpreter_say_that_it_is_not_there) {
  for (const auto& command : {verify_outcomes_command, list_tools_command, env_command}) {
    const std::string text = complaint(command);
    EXPECT_NE(text.find(options.request.python), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace lintcache
