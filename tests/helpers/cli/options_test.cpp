// SPDX-License-Identifier: MIT
// The command line: every setting has an option, and what makes no sense is refused.
#include "cli/options.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <variant>

#include "base/path.h"
#include "discovery/settings.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using Either = std::variant<Options, Answer>;

class OptionsTest : public testing::Test {
 protected:
  OptionsTest() : environment{"PATH=" + tree.path("bin"), "HOME=" + tree.path("home"), "LINTCACHE_DIR=" + tree.path("cache")} {
    tree.write_program("bin/python3", "#!/bin/sh\n");
    tree.write("s/a.py");
  }

  Result<Either> parse(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "lintcache");
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    return parse_options(static_cast<int>(pointers.size()), pointers.data(), environment);
  }
  Request request(const std::vector<std::string>& arguments) {
    auto parsed = parse(arguments);
    EXPECT_TRUE(parsed.ok()) << parsed.error().text();
    if (!parsed || !std::holds_alternative<Options>(*parsed)) return {};
    return std::get<Options>(*parsed).request;
  }
  Error refused(const std::vector<std::string>& arguments) {
    auto parsed = parse(arguments);
    EXPECT_FALSE(parsed.ok()) << testing::PrintToString(arguments);
    if (parsed) return {};
    EXPECT_EQ(parsed.error().blame, Blame::asker);
    return parsed.error();
  }
  std::string answer(const std::vector<std::string>& arguments) {
    auto parsed = parse(arguments);
    if (!parsed || !std::holds_alternative<Answer>(*parsed)) return "no answer";
    EXPECT_EQ(std::get<Answer>(*parsed).exit_status, 0);
    return std::get<Answer>(*parsed).text;
  }
  std::string manifest(const std::string& more = "") {
    return tree.write("b/manifest.json", R"({"format": 1, "name": "app", "source_dir": ")" + tree.path("s") +
                                             R"(", "state_dir": ")" + tree.path("state") + "\"" + more + "}");
  }

  test::ScratchTree tree;
  std::vector<std::string> environment;
};

std::string option_of(const Setting& setting) {
  std::string name = "--" + std::string(setting.key);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

TEST_F(OptionsTest, how_progress_is_shown_is_said_by_option_or_variable) {
  const auto progress = [&](const std::string& verb, const std::string& option = "") {
    std::vector<std::string> arguments = {verb, tree.path("s")};
    if (!option.empty()) arguments.push_back("--progress=" + option);
    auto parsed = parse(arguments);
    return parsed ? std::get<Options>(*parsed).progress : "refused";
  };
  EXPECT_EQ(progress("lint"), "auto");
  EXPECT_EQ(progress("deps"), "") << "it has no such option";
  environment.push_back("LINTCACHE_PROGRESS=json:x");
  EXPECT_EQ(progress("fix"), "json:x");
  EXPECT_EQ(progress("verify", "none"), "none");
  environment.back() = "LINTCACHE_PROGRESS=bar";
  EXPECT_EQ(progress("lint"), "refused");
  EXPECT_EQ(refused({"lint", tree.path("s"), "--progress=lines:2"}).where, "lines:2");
}

TEST_F(OptionsTest, every_setting_has_an_option_that_sets_it) {
  for (const Setting& setting : settings()) {
    std::vector<std::string> arguments = {"lint", tree.path("s"), option_of(setting)};
    switch (setting.member.index()) {
      case 0:
        arguments.push_back(setting.key == "decider" ? "content" : setting.key == "backend" ? "files"
                            : setting.key == "inference" ? "always" : "/some/value");
        break;
      case 1: arguments.push_back(setting.key == "environment" ? "A=b" : "/x"); break;
      case 3:
      case 4: arguments.push_back(std::to_string(static_cast<int>(setting.range.greatest))); break;
      default: break;
    }
    const Request plain = request({"lint", tree.path("s")}), set = request(arguments);
    EXPECT_TRUE(std::visit([&](auto member) { return set.*member != plain.*member; }, setting.member)) << setting.key;
  }
}

TEST_F(OptionsTest, help_names_every_option) {
  const std::string help = answer({"lint", "--help"});
  for (const Setting& setting : settings()) EXPECT_NE(help.find(option_of(setting)), std::string::npos) << setting.key;
  for (const char* text : {"--manifest", "--state", "lintcache.json", "LINTCACHE_DIR", "Exit status"})
    EXPECT_NE(help.find(text), std::string::npos) << text;
}

TEST_F(OptionsTest, version_and_help_are_answers) {
  EXPECT_EQ(answer({"--version"}).substr(0, 10), "lintcache ");
  EXPECT_NE(answer({"--help"}).find("discover"), std::string::npos);
}

TEST_F(OptionsTest, what_is_not_known_is_refused) {
  refused({});
  refused({"lnt"});
  refused({"--nosuch"});
  refused({"lint", "--nosuch"});
  refused({"lint", tree.path("s"), "--jobs", "0"});
  refused({"lint", tree.path("s"), "--jobs", "many"});
  refused({"lint", tree.path("s"), "--jobs", "4097"});
  refused({"lint", tree.path("s"), "--tools"});
  refused({"lint", tree.path("s"), "--fail-fast", "--warn-only"});
  refused({"lint", tree.path("s"), "--environment", "A"});
  refused({"lint", "--list", tree.path("s")});
}

TEST_F(OptionsTest, a_number_out_of_range_is_refused_by_name_and_value) {
  for (const Setting& setting : settings()) {
    if (setting.member.index() < 3) continue;
    for (const double number : {setting.range.least - 1, setting.range.greatest + 1}) {
      const std::string value = std::to_string(static_cast<long>(number));
      const std::string what = refused({"lint", tree.path("s"), option_of(setting), value}).what;
      EXPECT_NE(what.find(option_of(setting) + ": " + value + " is out of range"), std::string::npos) << what;
    }
  }
  for (const char* value : {"nan", "inf", "soon", "", "1s"}) {
    const std::string what = refused({"lint", tree.path("s"), "--import-time-limit", value}).what;
    EXPECT_NE(what.find("--import-time-limit"), std::string::npos) << what;
  }
  EXPECT_EQ(request({"lint", tree.path("s"), "--import-time-limit", "0.5"}).import_time_limit, 0.5);
  refused({"lint", tree.path("s"), "--import-memory-limit", "64.5"});
}

TEST_F(OptionsTest, a_tree_without_options) {
  const Request plain = request({"lint", tree.path("s")});
  EXPECT_EQ(plain.source_dir, tree.path("s"));
  EXPECT_EQ(plain.name, "s");
  EXPECT_EQ(plain.include, std::vector<std::string>{"**/*.py"});
  EXPECT_TRUE(plain.tools.empty());
  EXPECT_EQ(plain.python, tree.path("bin/python3"));
  EXPECT_EQ(file_name(plain.worker), "lintcache-python");
  EXPECT_TRUE(is_below(plain.state_dir, tree.path("cache/trees")));
  EXPECT_EQ(request({"lint", tree.path("s") + "/"}).state_dir, plain.state_dir);
}

TEST_F(OptionsTest, lists_may_be_repeated_and_tools_also_joined) {
  const Request made = request({"lint", tree.path("s"), "--tools", "flake8,pylint", "--exclude", "a", "--exclude", "b,c"});
  EXPECT_EQ(made.tools, (std::vector<std::string>{"flake8", "pylint"}));
  EXPECT_EQ(made.exclude, (std::vector<std::string>{"a", "b,c"}));
}

TEST_F(OptionsTest, an_option_takes_one_value_and_leaves_the_rest) {
  const Request made = request({"lint", "--exclude", "x", tree.path("s"), tree.path("s/a.py")});
  EXPECT_EQ(made.exclude, std::vector<std::string>{"x"});
  EXPECT_EQ(made.selected_files, std::vector<std::string>{"a.py"});
}

TEST_F(OptionsTest, files_are_relative_to_the_tree_and_the_tree_itself_is_everything) {
  EXPECT_EQ(request({"lint", tree.path("s"), tree.path("s/d/../a.py"), tree.path("s")}).selected_files,
            (std::vector<std::string>{"a.py", ""}));
}

TEST_F(OptionsTest, after_two_dashes_names_are_names) {
  const Request made = request({"lint", tree.path("s"), "--", tree.path("s") + "/--help", tree.path("s") + "/[x]"});
  EXPECT_EQ(made.selected_files, (std::vector<std::string>{"--help", "[x]"}));
  EXPECT_EQ(request({"lint", "--", tree.path("s")}).source_dir, tree.path("s"));
}

TEST_F(OptionsTest, odd_directories_are_taken_as_they_are) {
  for (const char* name : {"[x]", "a b", "c;d", "e\nf", "g\"h"}) {
    tree.write(std::string(name) + "/a.py");
    EXPECT_EQ(request({"lint", tree.path(name)}).source_dir, tree.path(name));
  }
}

TEST_F(OptionsTest, state_lies_where_it_is_wanted) {
  EXPECT_EQ(request({"lint", tree.path("s"), "--state", tree.path("mine")}).state_dir, tree.path("mine"));
  const auto below = [&](std::vector<std::string> variables) {
    environment = std::move(variables);
    environment.push_back("PATH=" + tree.path("bin"));
    return request({"lint", tree.path("s")}).state_dir;
  };
  EXPECT_TRUE(is_below(below({"XDG_CACHE_HOME=" + tree.path("xdg"), "HOME=/h"}), tree.path("xdg/lintcache")));
  EXPECT_TRUE(is_below(below({"HOME=" + tree.path("home")}), tree.path("home/.cache/lintcache")));
  environment = {"PATH=" + tree.path("bin")};
  EXPECT_NE(refused({"lint", tree.path("s")}).hint.find("LINTCACHE_DIR"), std::string::npos);
}

TEST_F(OptionsTest, state_alone_means_the_tree_that_was_linted_with_it) {
  request({"lint", tree.path("s"), "--state", tree.path("mine"), "--exclude", "x", "--jobs", "3"});
  const Request again = request({"lint", "--state", tree.path("mine")});
  EXPECT_EQ(again.source_dir, tree.path("s"));
  EXPECT_EQ(again.state_dir, tree.path("mine"));
  EXPECT_EQ(again.exclude, std::vector<std::string>{"x"});
  EXPECT_EQ(again.jobs, 3u);
  refused({"lint", "--state", tree.path("never")});
}

TEST_F(OptionsTest, a_manifest_says_it_all_but_for_the_selection_of_tools) {
  const Request made = request({"lint", "--manifest", manifest(R"(, "tools": ["flake8", "pylint"])"), "--tools", "pylint"});
  EXPECT_EQ(made.name, "app");
  EXPECT_EQ(made.tools.size(), 2u);
  EXPECT_EQ(made.selected_tools, std::vector<std::string>{"pylint"});
}

TEST_F(OptionsTest, no_other_setting_stands_beside_a_manifest) {
  const std::string file = manifest();
  refused({"lint", "--manifest", file, "--jobs", "3"});
  refused({"lint", "--manifest", file, "--warn-only"});
  refused({"lint", "--manifest", file, "--exclude", "x"});
  refused({"lint", "--manifest", file, "--state", "/x"});
  refused({"lint", "--manifest", file, tree.path("s")});
  refused({"lint", "--manifest", tree.path("none.json")});
}

TEST_F(OptionsTest, options_are_stronger_than_the_file_in_the_tree) {
  tree.write("s/lintcache.json", R"({"jobs": 2, "exclude": ["file"], "warn_only": true})");
  const Request made = request({"lint", tree.path("s"), "--exclude", "option"});
  EXPECT_EQ(made.exclude, std::vector<std::string>{"option"});
  EXPECT_EQ(made.jobs, 2u);
  EXPECT_TRUE(made.warn_only);
  const Request fast = request({"lint", tree.path("s"), "--fail-fast"});
  EXPECT_TRUE(fast.fail_fast);
  EXPECT_FALSE(fast.warn_only);
  tree.write("s/lintcache.json", "{");
  refused({"lint", tree.path("s")});
}

TEST_F(OptionsTest, a_bare_name_of_an_interpreter_is_looked_for_in_path) {
  tree.write_program("bin/python9", "");
  EXPECT_EQ(request({"lint", tree.path("s"), "--python", "python9"}).python, tree.path("bin/python9"));
  EXPECT_EQ(request({"lint", tree.path("s"), "--python", "/x/python"}).python, "/x/python");
  EXPECT_EQ(refused({"lint", tree.path("s"), "--python", "python10"}).where, "python10");
}

TEST_F(OptionsTest, discover_has_its_own_verb_and_says_what_to_print) {
  auto parsed = parse({"discover", tree.path("s"), "--list", "--all"});
  ASSERT_TRUE(parsed.ok());
  const Options& options = std::get<Options>(*parsed);
  EXPECT_EQ(options.verb, Verb::discover);
  EXPECT_TRUE(options.list && options.all && !options.names);
  EXPECT_TRUE(std::get<Options>(*parse({"discover", tree.path("s"), "--names"})).names);
  EXPECT_EQ(std::get<Options>(*parse({"lint", tree.path("s")})).verb, Verb::lint);
  refused({"discover", tree.path("s"), "--all"});
  refused({"discover", tree.path("s"), "--list", "--names"});
}

TEST_F(OptionsTest, who_made_a_setting_is_known) {
  tree.write("s/lintcache.json", R"({"exclude": ["a"], "jobs": 2})");
  const auto parsed = parse({"discover", tree.path("s"), "--jobs", "3", "--state", tree.path("state")});
  ASSERT_TRUE(parsed.ok());
  using SetBy = decltype(Options::set_by);
  EXPECT_EQ(std::get<Options>(*parsed).set_by,
            (SetBy{{"exclude", Source::tree_settings}, {"jobs", Source::command_line}}));
  const auto again = parse({"discover", "--state", tree.path("state")});
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_EQ(std::get<Options>(*again).set_by,
            (SetBy{{"exclude", Source::tree_settings}, {"jobs", Source::manifest}}));
}

}  // namespace
}  // namespace lintcache
