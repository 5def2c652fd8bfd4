// SPDX-License-Identifier: MIT
// What an interpreter says about itself, and what that depends on.
#include "tools/toolchain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

Request request_for(const test::ScratchTree& tree, const std::string& python) {
  Request request;
  request.source_dir = tree.top();
  request.python = python;
  return request;
}

bool has(const std::vector<Input>& inputs, const Input& wanted) {
  return std::find(inputs.begin(), inputs.end(), wanted) != inputs.end();
}

std::string value_in(const KeyParts& parts, const std::string& name) {
  for (const KeyPart& part : parts)
    if (part.name == name) return part.value;
  return "";
}

TEST(AskInterpreter, a_real_one_tells_its_linters) {
  const test::ScratchTree tree;
  // The tree's own modules do not stand in for those of the standard library.
  for (const char* name : {"json.py", "os.py", "site.py", "importlib.py"}) tree.write(name, "raise SystemExit(7)\n");
  const Request request = request_for(tree, LINTCACHE_TEST_PYTHON);
  const Stop stop;
  const auto answer = ask_interpreter(request, stop);
  ASSERT_TRUE(answer.ok()) << answer.error().text();
  const auto toolchain = toolchain_from(*answer);
  ASSERT_TRUE(toolchain.ok());
  EXPECT_TRUE(toolchain->executable.starts_with('/'));
  EXPECT_TRUE(toolchain->version.starts_with("3."));
  EXPECT_EQ(value_in(toolchain->platform, "python").substr(0, toolchain->version.size()), toolchain->version);
  EXPECT_NE(value_in(toolchain->tools.at("flake8"), "pycodestyle"), "");
  EXPECT_EQ(toolchain->launchers.count("flake8"), 1u);
  EXPECT_EQ(toolchain->launchers.at("flake8").front(), toolchain->executable);

  StatCache disk(real_disk());
  const auto inputs = inputs_of_answer(request, *answer, disk);
  EXPECT_TRUE(has(inputs, {InputKind::content, toolchain->executable, ""}));
  EXPECT_TRUE(std::any_of(inputs.begin(), inputs.end(), [](const Input& input) {
    return input.kind == InputKind::listing && input.path.ends_with("-packages");
  }));
  for (const Input& input : inputs) EXPECT_FALSE(input.path.starts_with(tree.top())) << input.path;
}

TEST(AskInterpreter, what_is_none_is_the_askers_mistake) {
  const test::ScratchTree tree;
  const std::string old = tree.write_program("old", "#!/bin/sh\necho 'Python 3.8 or newer is needed' >&2; exit 1\n");
  const std::string talks = tree.write_program("talks", "#!/bin/sh\necho '[1, 2]'\n");
  const Stop stop;
  for (const std::string& python : {std::string("/bin/true"), std::string("/no/such"), tree.top(), old, talks}) {
    const auto answer = ask_interpreter(request_for(tree, python), stop);
    ASSERT_FALSE(answer.ok()) << python;
    EXPECT_EQ(answer.error().blame, Blame::asker);
    EXPECT_EQ(answer.error().where, python);
  }
  EXPECT_EQ(ask_interpreter(request_for(tree, old), stop).error().hint, "Python 3.8 or newer is needed");
}

std::string why_not(const Request& request) {
  const Stop stop;
  const auto answer = ask_interpreter(request, stop);
  return answer ? "" : answer.error().hint;
}

TEST(AskInterpreter, a_broken_virtual_environment_says_what_it_lacks) {
  namespace fs = std::filesystem;
  const test::ScratchTree tree;
  fs::create_directories(tree.path("venv/bin"));
  fs::create_symlink("/no/such/python3", tree.path("venv/bin/python3"));
  fs::create_symlink("python3", tree.path("venv/bin/python"));
  const Request request = request_for(tree, tree.path("venv/bin/python"));
  EXPECT_EQ(why_not(request), "it links to /no/such/python3, which is gone");
  tree.write("venv/pyvenv.cfg", "home = /no/such\n");
  EXPECT_EQ(why_not(request), "its virtual environment was made with /no/such/python3, which is gone");
  Request homeless = request_for(tree, LINTCACHE_TEST_PYTHON);
  homeless.environment = {"PYTHONHOME=/no/such"};
  EXPECT_EQ(why_not(homeless), "ModuleNotFoundError: No module named 'encodings'");
}

TEST(AskInterpreter, another_implementation_is_refused_by_name) {
  const test::ScratchTree tree;
  tree.write("sitecustomize.py", "import sys\nsys.implementation.name = 'otherpy'\n");
  Request request = request_for(tree, LINTCACHE_TEST_PYTHON);
  request.environment = {"PYTHONPATH=" + tree.top()};
  EXPECT_EQ(why_not(request), "CPython is needed, this is otherpy");
}

TEST(AskInterpreter, a_shim_chooses_by_all_variables_and_its_choice_is_asked) {
  const test::ScratchTree tree;
  const std::string shim = tree.write_program(
      "shim", "#!/bin/sh\nexec \"${LINTCACHE_TEST_SHIM:-/no/such/python}\" \"$@\"\n");
  EXPECT_NE(why_not(request_for(tree, shim)).find("/no/such/python"), std::string::npos);
  ASSERT_EQ(setenv("LINTCACHE_TEST_SHIM", LINTCACHE_TEST_PYTHON, 1), 0);
  const Stop stop;
  const auto answer = ask_interpreter(request_for(tree, shim), stop);
  unsetenv("LINTCACHE_TEST_SHIM");
  ASSERT_TRUE(answer.ok()) << answer.error().text();
  EXPECT_EQ(*answer, *ask_interpreter(request_for(tree, LINTCACHE_TEST_PYTHON), stop));
}

TEST(AskInterpreter, what_runs_at_the_start_is_part_of_who_it_is) {
  const test::ScratchTree tree;
  Request request = request_for(tree, LINTCACHE_TEST_PYTHON);
  request.environment = {"PYTHONPATH=" + tree.top()};
  const Stop stop;
  const auto identity = [&] { return toolchain_from(*ask_interpreter(request, stop))->identity; };
  tree.write("later.py", "");
  const std::string none = identity();
  tree.write("later.py", "NAME = 1\n");
  EXPECT_EQ(none, identity()) << "nothing imports it at the start";
  const std::string customize = tree.write("sitecustomize.py", "import finder\n");
  const std::string finder = tree.write("finder/__init__.py", "NAME = 1\n");
  const std::string one = identity();
  EXPECT_NE(none, one);
  tree.write("finder/__init__.py", "NAME = 2\n");
  EXPECT_NE(one, identity());

  StatCache disk(real_disk());
  const auto answer = ask_interpreter(request, stop);
  const auto inputs = inputs_of_answer(request, *answer, disk);
  EXPECT_TRUE(has(inputs, {InputKind::content, customize, ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, finder, ""}));
  EXPECT_FALSE(has(inputs, {InputKind::content, tree.path("later.py"), ""}));
  // In the tree names are looked for, because a listing of it would change with every new file.
  for (const char* name : {"finder", "sitecustomize", "usercustomize", "site"})
    EXPECT_TRUE(has(inputs, {InputKind::lookup, tree.top(), name})) << name;
  EXPECT_FALSE(has(inputs, {InputKind::listing, tree.top(), ""}));
}

TEST(AskInterpreter, odd_modules_of_the_start_are_no_obstacle) {
  const test::ScratchTree tree;
  tree.write("sitecustomize.py",
             "import sys\n"
             "class Odd(type(sys)):\n    def __getattribute__(self, name):\n        raise SystemExit(7)\n"
             "class Slotted:\n    __slots__ = ()\n"
             "sys.modules.update(odd=Odd('odd'), slotted=Slotted(), nothing=None, number=7, kind=Slotted)\n"
             "for name, file in (('strange', 7), ('nul', '\\0'), ('made', '<made>'), ('zipped', sys.executable + '/x.py')):\n"
             "    sys.modules[name] = type(sys)(name)\n    sys.modules[name].__file__ = file\n"
             "sys.modules[7] = sys\n");
  Request request = request_for(tree, LINTCACHE_TEST_PYTHON);
  request.environment = {"PYTHONPATH=" + tree.top()};
  const Stop stop;
  const auto answer = ask_interpreter(request, stop);
  ASSERT_TRUE(answer.ok()) << answer.error().text() << answer.error().hint;
  StatCache disk(real_disk());
  // One inside an archive is the archive.
  EXPECT_TRUE(has(inputs_of_answer(request, *answer, disk),
                  {InputKind::content, toolchain_from(*answer)->executable, ""}));
}

TEST(AskInterpreter, what_a_pth_file_runs_is_part_of_who_it_is) {
  namespace fs = std::filesystem;
  const test::ScratchTree tree;
  const fs::path real = fs::canonical(LINTCACHE_TEST_PYTHON);
  fs::create_directories(tree.path("venv/bin"));
  fs::create_symlink(real, tree.path("venv/bin/python"));
  tree.write("venv/pyvenv.cfg", "home = " + real.parent_path().string() + "\n");
  const Request request = request_for(tree, tree.path("venv/bin/python"));
  const Stop stop;
  const auto toolchain = [&] { return *toolchain_from(*ask_interpreter(request, stop)); };
  const std::string version = toolchain().version;
  const std::string pth = "venv/lib/python" + version.substr(0, version.rfind('.')) + "/site-packages/a.pth";
  tree.write(pth, "# one\nimport sys; sys.mark = 1\n");
  const std::string one = toolchain().identity;
  tree.write(pth, "# two\nimport sys; sys.mark = 1\n");
  EXPECT_EQ(one, toolchain().identity) << "a comment runs nothing";
  tree.write(pth, "import sys; sys.mark = 2\n");
  EXPECT_NE(one, toolchain().identity);
}

TEST(AskInterpreter, can_be_stopped) {
  const test::ScratchTree tree;
  Stop stop;
  stop.raise();
  const auto answer =
      ask_interpreter(request_for(tree, tree.write_program("hangs", "#!/bin/sh\nsleep 30\n")), stop);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().what, "stopped");
}

TEST(ToolchainFrom, refuses_what_is_no_answer) {
  for (const char* text : {"", "{", "[]", "{}", "null"}) EXPECT_FALSE(toolchain_from(text).ok()) << text;
  EXPECT_TRUE(toolchain_from(R"({"interpreter": {"python": "x"}})").ok());
}

TEST(ToolchainFrom, identity_changes_with_interpreter_start_and_path_but_not_with_packages) {
  const auto identity = [](const std::string& text) { return toolchain_from(text)->identity; };
  const std::string plain = identity(R"({"interpreter": {"python": "3.11"}, "start": {"a.pth": "1"}, "path": ["/a"]})");
  EXPECT_NE(plain, identity(R"({"interpreter": {"python": "3.12"}, "start": {"a.pth": "1"}, "path": ["/a"]})"));
  EXPECT_NE(plain, identity(R"({"interpreter": {"python": "3.11"}, "start": {"a.pth": "2"}, "path": ["/a"]})"));
  EXPECT_NE(plain, identity(R"({"interpreter": {"python": "3.11"}, "start": {"a.pth": "1"}, "path": ["/b"]})"));
  EXPECT_EQ(plain, identity(R"({"interpreter": {"python": "3.11"}, "start": {"a.pth": "1"}, "path": ["/a"],
                                "tools": {"flake8": {"flake8": "7"}}})"));
}

ToolDeclaration declared(const std::string& name, const std::string& program) {
  ToolDeclaration declaration;
  declaration.name = name;
  declaration.command = {program, "{file}"};
  return declaration;
}

TEST(QuestionFor, names_built_in_tools_by_distribution_and_declared_ones_by_program) {
  Request request;
  const auto plain = question_for(request);
  request.lint_tools = {declared("mine", "black")};
  const auto more = question_for(request);
  ASSERT_EQ(more.size(), 2u);
  EXPECT_EQ(plain[0], more[0]);
  EXPECT_NE(plain[1], more[1]) << "a remembered answer is not taken for it";
  EXPECT_NE(more[1].find("\"black\""), std::string::npos);
}

// What an interpreter with a package directory of its own says of a tool.
class Distributions : public testing::Test {
 protected:
  Distributions() {
    namespace fs = std::filesystem;
    const fs::path real = fs::canonical(LINTCACHE_TEST_PYTHON);
    fs::create_directories(tree.path("venv/bin"));
    fs::create_symlink(real, tree.path("venv/bin/python"));
    tree.write("venv/pyvenv.cfg", "home = " + real.parent_path().string() + "\n");
    request = request_for(tree, tree.path("venv/bin/python"));
    request.lint_tools = {declared("mine", "tool")};
    const std::string version = ask().version;
    packages = "venv/lib/python" + version.substr(0, version.rfind('.')) + "/site-packages/";
    install("tool", "1.0", "Requires-Dist: needed (>=1)\nRequires-Dist: extra ; extra == 'more'\nRequires-Dist: gone\n",
            "[console_scripts]\ntool = tool:main\n");
    install("needed", "2.0", "Requires-Dist: With.Extra[on]\nRequires-Dist: tool\n");
    install("with_extra", "3.0", "Requires-Dist: deep; python_version > '3' and extra == 'on'\n");
    install("deep", "4.0");
    install("extra", "5.0");
    install("unrelated", "6.0", "", "[console_scripts]\nother = unrelated:main\n");
  }

  std::string install(const std::string& name, const std::string& version, const std::string& more = "",
                      const std::string& entry_points = "") {
    const std::string place = packages + name + "-" + version + ".dist-info/";
    tree.write(place + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + more);
    if (!entry_points.empty()) tree.write(place + "entry_points.txt", entry_points);
    return place;
  }

  Toolchain ask() {
    answer = *ask_interpreter(request, stop);
    return *toolchain_from(answer);
  }

  KeyParts of_mine() { return ask().tools.at("mine"); }

  test::ScratchTree tree;
  Stop stop;
  Request request;
  std::string packages, answer;
};

TEST_F(Distributions, of_a_tool_are_what_it_requires) {
  EXPECT_EQ(of_mine(), (KeyParts{{PartKind::tool, "deep", "4.0"},
                                 {PartKind::tool, "needed", "2.0"},
                                 {PartKind::tool, "tool", "1.0"},
                                 {PartKind::tool, "with_extra", "3.0"}}));
}

TEST_F(Distributions, of_a_tool_are_what_plugs_into_it) {
  install("plugin", "1", "Requires-Dist: extra\n", "[tool.plugins]\na = plugin:A\n");
  const KeyParts parts = of_mine();
  EXPECT_EQ(value_in(parts, "plugin"), "1");
  EXPECT_EQ(value_in(parts, "entry points of plugin"), "a = plugin:A");
  EXPECT_EQ(value_in(parts, "extra"), "5.0") << "what a plugin requires";
  StatCache disk(real_disk());
  const auto inputs = inputs_of_answer(request, answer, disk);
  // Installed again, in place, one may have another entry point.
  for (const char* name : {"plugin-1", "unrelated-6.0", "extra-5.0"})
    EXPECT_TRUE(has(inputs, {InputKind::content, tree.path(packages + name + ".dist-info/entry_points.txt"), ""})) << name;
}

TEST_F(Distributions, that_are_unrelated_change_nothing_but_the_answers_inputs) {
  const Toolchain before = ask();
  install("stranger", "1", "Requires-Dist: tool\n", "[other.plugins]\na = b:C\n");
  const Toolchain after = ask();
  EXPECT_EQ(before.tools, after.tools);
  EXPECT_EQ(before.identity, after.identity);
  EXPECT_EQ(before.start, after.start);
}

TEST_F(Distributions, that_are_editable_say_where_their_sources_are) {
  const std::string place = install("needed", "2.0");
  tree.write(place + "direct_url.json", R"({"dir_info": {"editable": true}, "url": "file:///src/a%20b"})");
  EXPECT_EQ(value_in(of_mine(), "needed"), "2.0 editable at /src/a b");
  tree.write(place + "direct_url.json", R"({"dir_info": {}, "url": "file:///src/a%20b"})");
  EXPECT_EQ(value_in(of_mine(), "needed"), "2.0");
  tree.write(packages + "__editable___needed_2_0_finder.py", "");
  tree.remove(place + "direct_url.json");
  EXPECT_EQ(value_in(of_mine(), "needed"), "2.0 editable");
}

TEST_F(Distributions, that_cannot_be_read_are_no_obstacle) {
  tree.write(packages + "broken-1.dist-info/METADATA", "");
  tree.write(packages + "odd-1.dist-info/direct_url.json", "{");
  tree.write(packages + "odd-1.dist-info/entry_points.txt", "nonsense");
  EXPECT_EQ(value_in(of_mine(), "tool"), "1.0");
}

TEST_F(Distributions, places_of_the_interpreter_are_symbols) {
  const Toolchain toolchain = ask();
  EXPECT_NE(value_in(toolchain.start, "search path").find("{prefix}/lib/"), std::string::npos);
  for (const KeyParts* parts : {&toolchain.start, &toolchain.platform, &toolchain.tools.at("mine")})
    for (const KeyPart& part : *parts) {
      EXPECT_EQ(part.name.find(tree.top()), std::string::npos) << part.name;
      EXPECT_EQ(part.value.find(tree.top()), std::string::npos) << part.value;
    }
}

TEST(InputsOfAnswer, name_all_that_could_make_another_answer) {
  test::FakeDisk fake;
  fake.write("/venv/bin/python", "ELF");
  fake.make_directory("/venv/lib/site-packages");
  StatCache disk(fake);
  Request request;
  request.source_dir = "/tree";
  request.python = "/venv/bin/python";
  const std::string answer = R"({"interpreter": {}, "executable": "/venv/bin/python", "libpython": "",
      "path": ["/venv/lib/site-packages", "/venv/lib/python311.zip", "/tree", "/tree/sub"],
      "pth": ["/venv/lib/site-packages/x.pth"]})";
  const auto inputs = inputs_of_answer(request, answer, disk);
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/bin/python", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/pyvenv.cfg", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::listing, "/venv/lib/site-packages", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/lib/python311.zip", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/lib/site-packages/x.pth", ""}));
  for (const Input& input : inputs) {
    EXPECT_FALSE(input.path.empty());
    EXPECT_FALSE(input.path.starts_with("/tree")) << "the tree's files are no part of the toolchain";
  }
}

TEST(InputsOfAnswer, name_what_runs_at_the_start_wherever_it_is) {
  test::FakeDisk fake;
  StatCache disk(fake);
  Request request;
  request.source_dir = "/tree";
  request.python = "/venv/bin/python";
  const std::string answer = R"({"interpreter": {}, "path": ["/venv/site", "/tree/sub"],
      "started_files": ["/venv/site/finder.py", "/tree/sub/sitecustomize.py"], "started_names": ["finder"]})";
  const auto inputs = inputs_of_answer(request, answer, disk);
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/site/finder.py", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/tree/sub/sitecustomize.py", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::lookup, "/tree/sub", "finder"}));
  EXPECT_FALSE(has(inputs, {InputKind::lookup, "/venv/site", "finder"})) << "its listing says more";
}

TEST(InputsOfAnswer, a_script_in_the_interpreters_place_may_choose_anew_each_time) {
  const test::ScratchTree tree;
  StatCache disk(real_disk());
  const Request request = request_for(tree, tree.write_program("python", "#!/bin/sh\n"));
  EXPECT_TRUE(inputs_of_answer(request, R"({"interpreter": {}, "path": ["/usr"]})", disk).empty());
}

}  // namespace
}  // namespace lintcache
