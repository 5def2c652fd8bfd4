// SPDX-License-Identifier: MIT
// What real linters are seen to load and read, and what becomes of it.
#include "tools/observation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/path.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

std::string report(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) text += field + '\0';
  return text + "z" + '\0';
}

bool has(const std::vector<TracedInput>& inputs, InputKind kind, const std::string& path, Origin origin,
         const std::string& detail = "") {
  return std::find(inputs.begin(), inputs.end(), TracedInput{{kind, path, detail}, origin}) != inputs.end();
}

bool speaks_of(const std::vector<TracedInput>& inputs, const std::string& path) {
  return std::any_of(inputs.begin(), inputs.end(), [&](const TracedInput& one) { return one.input.path == path; });
}

// The inputs that a report leads to, for a tree at /tree and an interpreter at /usr with a virtual environment.
std::vector<TracedInput> inputs_of(const std::vector<std::string>& fields, const std::vector<Input>& known = {}) {
  Toolchain toolchain;
  toolchain.prefixes = {"/usr", "/tree/venv"};
  toolchain.builtins = {"sys"};
  Request request;
  request.source_dir = "/tree";
  return observed_inputs(*read_observation(report(fields)), toolchain, request, known);
}

TEST(ReadObservation, wants_the_whole_report) {
  const std::string whole = report({"r", "/a", "d", "subprocess.Popen", "uname"});
  ASSERT_TRUE(read_observation(whole).has_value());
  EXPECT_EQ(read_observation(whole)->doubt, "it started another program, uname");
  for (size_t length = 0; length + 2 < whole.size(); ++length)
    EXPECT_FALSE(read_observation(whole.substr(0, length)).has_value()) << length;
  EXPECT_FALSE(read_observation(report({"?", "/a"})).has_value());
  EXPECT_FALSE(read_observation(report({"i", "before any search"})).has_value());
}

TEST(ReadObservation, says_what_it_doubts) {
  EXPECT_EQ(read_observation(report({}))->doubt, "");
  EXPECT_EQ(read_observation(report({"d", "os.fork", ""}))->doubt, "it started another program");
  EXPECT_EQ(read_observation(report({"d", "socket.connect", ""}))->doubt, "it talked to another process");
  EXPECT_EQ(read_observation(report({"d", "os.listdir", "RecursionError"}))->doubt,
            "it could not be watched (RecursionError)");
}

TEST(ObservedInputs, files_of_the_tool_and_others_are_told_apart) {
  const auto inputs = inputs_of({"m", "plugin", "/tree/plugin.py", "r", "/usr/lib/x.py", "r", "/tree/./data.json", "r",
                                 "/tree/venv/y.txt", "r", "/home/u/.rc", "l", "/tree/sub", "l", "/usr/lib/x", "r", "/tree/plugin.py"});
  EXPECT_EQ(inputs.size(), 7u);
  EXPECT_TRUE(has(inputs, InputKind::content, "/tree/plugin.py", Origin::tool));
  EXPECT_TRUE(has(inputs, InputKind::content, "/usr/lib/x.py", Origin::tool));
  EXPECT_TRUE(has(inputs, InputKind::content, "/tree/data.json", Origin::observed));
  EXPECT_TRUE(has(inputs, InputKind::content, "/tree/venv/y.txt", Origin::tool));
  EXPECT_TRUE(has(inputs, InputKind::content, "/home/u/.rc", Origin::observed));
  EXPECT_TRUE(has(inputs, InputKind::listing, "/tree/sub", Origin::observed));
  EXPECT_TRUE(has(inputs, InputKind::listing, "/usr/lib/x", Origin::tool));
}

TEST(ObservedInputs, byte_code_stands_for_its_source) {
  const auto inputs = inputs_of({"r", "/tree/a/__pycache__/b.c.cpython-311.pyc", "r", "/tree/__pycache__/d.cpython-38.opt-2.pyc",
                                 "r", "/tree/plain.pyc"});
  EXPECT_EQ(inputs.size(), 3u);
  for (const char* path : {"/tree/a/b.c.py", "/tree/d.py", "/tree/plain.pyc"})
    EXPECT_TRUE(has(inputs, InputKind::content, path, Origin::observed)) << path;
}

TEST(ObservedInputs, what_is_known_or_is_no_matter_is_left_out) {
  EXPECT_TRUE(inputs_of({"r", "/proc/self/stat", "r", "/dev/null", "l", "/sys", "r", "/tree/setup.cfg", "r",
                         "/usr/lib/x-1.dist-info/entry_points.txt", "r", "/usr/lib/y.egg-info/entry_points.txt"},
                        {{InputKind::content, "/tree/setup.cfg", ""}})
                  .empty());
  EXPECT_EQ(inputs_of({"r", "/procession", "r", "/tree/entry_points.txt"}).size(), 2u);
}

TEST(ObservedInputs, places_where_another_module_would_be_found) {
  const auto inputs = inputs_of({"m", "a", "/usr/lib/a.py", "m", "b", "/tree/b/__init__.py", "m", "b.c", "/tree/b/c.py", "m",
                                 "d", "/usr/lib/d/__init__.py", "m", "d.e", "/usr/lib/d/e.py", "p", "/tree", "/usr/l.zip", "/usr/lib",
                                 "/usr/more", "", "i", "a", "i", "b", "i", "b.c", "i", "d.e", "i", "sys", "i", "none"});
  for (const char* name : {"a", "b", "none"}) EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree", Origin::tool, name)) << name;
  for (const char* name : {"a", "none"}) EXPECT_TRUE(has(inputs, InputKind::lookup, "/usr/lib", Origin::tool, name)) << name;
  EXPECT_FALSE(has(inputs, InputKind::lookup, "/usr/lib", Origin::tool, "b")) << "it was found before";
  EXPECT_FALSE(has(inputs, InputKind::lookup, "/usr/more", Origin::tool, "a"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/usr/more", Origin::tool, "none")) << "it was found nowhere";
  EXPECT_TRUE(has(inputs, InputKind::content, "/usr/l.zip", Origin::tool)) << "an archive";
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree/b", Origin::tool, "c"));
  EXPECT_FALSE(has(inputs, InputKind::lookup, "/usr/lib/d", Origin::tool, "e")) << "installed as a whole";
  for (const TracedInput& one : inputs) EXPECT_NE(one.input.detail, "sys") << "built in, so nothing comes before it";
}

TEST(ObservedInputs, a_namespace_package_may_become_a_package) {
  const auto inputs = inputs_of({"n", "spread", "/tree/spread", "m", "spread.a", "/tree/spread/a.py", "p", "/tree", "/usr/lib", "",
                                 "i", "spread", "i", "spread.a"});
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree/spread", Origin::tool, "__init__"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree/spread", Origin::tool, "a"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/usr/lib", Origin::tool, "spread"));
}

TEST(ObservedInputs, questions_are_about_names_in_a_directory) {
  const auto inputs = inputs_of({"s", "/tree/a.py", "s", "/tree/b.py", "s", "/tree/sub/.rc.toml", "s", "/usr/lib/c/__init__.py", "s",
                                 "/tree/d/e/x", "r", "/tree/b.py", "r", "/tree/d/e/y", "s", "/tree/d", "s", "/tree", "s", "/"});
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree", Origin::observed, "a"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree/sub", Origin::observed, ".rc"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/usr/lib/c", Origin::tool, "__init__"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree/d/e", Origin::observed, "x"));
  EXPECT_EQ(inputs.size(), 6u) << "what is read is there, and so are the directories above it";
}

TEST(ObservedInputs, of_a_tool_that_follows_imports_they_are_places_of_modules) {
  Request request;
  request.source_dir = "/tree";
  const auto observation = read_observation(report({"r", "/tree/a.py", "r", "/tree/b.txt", "s", "/tree/c.py", "f", "/tree/d", "e"}));
  const auto inputs = observed_inputs(*observation, {}, request, {}, true);
  EXPECT_TRUE(has(inputs, InputKind::content, "/tree/a.py", Origin::statement));
  EXPECT_TRUE(has(inputs, InputKind::content, "/tree/b.txt", Origin::observed));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree", Origin::absent, "c"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, "/tree/d", Origin::absent, "e"));
}

TEST(SawAll, but_for_compiled_code_of_the_tree) {
  Toolchain toolchain;
  toolchain.prefixes = {"/usr"};
  Request request;
  request.source_dir = "/tree";
  EXPECT_TRUE(saw_all(*read_observation(report({"m", "a", "/usr/lib/a.so", "m", "b", "/tree/b.py"})), toolchain, request));
  EXPECT_FALSE(saw_all(*read_observation(report({"m", "a", "/usr/lib/a.so", "m", "b", "/tree/b.so"})), toolchain, request));
}

// Linters that run for real, in a tree with plugins of its own.
class Watched : public testing::Test {
 protected:
  Watched() {
    request.source_dir = tree.top();
    request.python = LINTCACHE_TEST_PYTHON;
    file = tree.write("file.py", "\"\"\"Fine.\"\"\"\n");
  }

  ProcessResult process(const std::string& tool, std::vector<std::string> environment = {}) {
    toolchain = *toolchain_from(*ask_interpreter(request, stop));
    const Adapter& adapter = *find_adapter(tool);
    Command command{start_of(adapter, toolchain.launchers.at(tool)), {"PATH=/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE=1",
                    "HOME=" + tree.path("home")}, tree.top(), true};
    command.environment.insert(command.environment.end(), environment.begin(), environment.end());
    for (const std::string& word : adapter.arguments({"file.py"})) command.arguments.push_back(word);
    return *run_process(command, stop);
  }

  std::vector<TracedInput> run(const std::string& tool, const std::vector<std::string>& environment = {}) {
    const ProcessResult result = process(tool, environment);
    said = result.out + result.err;
    const auto observation = read_observation(result.report);
    EXPECT_TRUE(observation.has_value()) << said;
    if (!observation) return {};
    doubt = observation->doubt;
    return observed_inputs(*observation, toolchain, request);
  }

  void write_flake8_plugin(const std::string& body) {
    tree.write("setup.cfg", "[flake8:local-plugins]\nextension = TEL = teller:Plugin\npaths = plugins\n");
    tree.write("plugins/teller.py", "import os, sys\nimport helper\n\nclass Plugin:\n    name = 'teller'\n    version = '1'\n"
               "    def __init__(self, tree):\n        pass\n    def run(self):\n" + body + "        yield 1, 0, 'TEL1 told', Plugin\n");
    tree.write("plugins/helper.py", "");
  }

  test::ScratchTree tree;
  Stop stop;
  Request request;
  Toolchain toolchain;
  std::string file, said, doubt;
};

TEST_F(Watched, flake8_reads_its_own_program_the_file_and_places_of_configuration) {
  const auto inputs = run("flake8");
  EXPECT_TRUE(has(inputs, InputKind::content, file, Origin::observed));
  EXPECT_TRUE(has(inputs, InputKind::content, tree.path(".flake8"), Origin::observed)) << "though there is none";
  EXPECT_TRUE(std::any_of(inputs.begin(), inputs.end(), [](const TracedInput& one) {
    return one.origin == Origin::tool && one.input.path.ends_with("/pycodestyle.py");
  }));
  EXPECT_TRUE(std::none_of(inputs.begin(), inputs.end(), [](const TracedInput& one) {
    return one.input.path.ends_with(".pyc") || one.input.kind == InputKind::listing;
  })) << "directories of packages are not inputs: there is much in them";
  EXPECT_EQ(doubt, "");
}

TEST_F(Watched, a_local_flake8_plugin_and_all_that_it_reads) {
  write_flake8_plugin("        open('data.txt', 'a').close()\n        open('data.txt').close()\n"
                      "        open(b'schema.json').close()\n        os.listdir('plugins')\n"
                      "        list(os.scandir(os.open('home', os.O_RDONLY)))\n"
                      "        try:\n            open('sub/../absent.txt')\n        except OSError:\n            pass\n"
                      "        os.chdir('home')\n        open('below').close()\n");
  const std::string schema = tree.write("schema.json");
  const std::string below = tree.write("home/below");
  std::filesystem::create_directory(tree.path("sub"));
  const auto inputs = run("flake8");
  EXPECT_NE(said.find("TEL1 told"), std::string::npos) << said;
  for (const char* name : {"plugins/teller.py", "plugins/helper.py"})
    EXPECT_TRUE(has(inputs, InputKind::content, tree.path(name), Origin::tool)) << name;
  EXPECT_TRUE(has(inputs, InputKind::lookup, tree.path("plugins"), Origin::tool, "helper"));
  for (const std::string& path : {schema, below, tree.path("absent.txt")})
    EXPECT_TRUE(has(inputs, InputKind::content, path, Origin::observed)) << path;
  EXPECT_TRUE(has(inputs, InputKind::listing, tree.path("plugins"), Origin::observed));
  EXPECT_TRUE(has(inputs, InputKind::listing, tree.path("home"), Origin::observed));
  EXPECT_FALSE(speaks_of(inputs, tree.path("data.txt"))) << "the tool wrote it first";
  EXPECT_EQ(doubt, "");
}

TEST_F(Watched, a_plugin_that_only_asks_what_is_there) {
  write_flake8_plugin("        import importlib.machinery, pathlib\n        os.path.exists('a.txt')\n        os.path.isdir(b'b')\n"
                      "        os.access('c.d', os.R_OK)\n        pathlib.Path('sub', 'e.txt').exists()\n        os.stat(0)\n"
                      "        os.stat('f', dir_fd=os.open('.', os.O_RDONLY)) if os.path.lexists('f') else None\n"
                      "        assert os.stat in os.supports_dir_fd and os.stat in os.supports_follow_symlinks\n"
                      "        importlib.machinery.PathFinder.find_spec('g', [os.path.abspath('sub')])\n");
  std::filesystem::create_directory(tree.path("sub"));
  const auto inputs = run("flake8");
  EXPECT_NE(said.find("TEL1 told"), std::string::npos) << said;
  for (const char* name : {"a", "b", "c", "f"})
    EXPECT_TRUE(has(inputs, InputKind::lookup, tree.top(), Origin::observed, name)) << name;
  for (const char* name : {"e", "g"})
    EXPECT_TRUE(has(inputs, InputKind::lookup, tree.path("sub"), Origin::observed, name)) << name;
  EXPECT_EQ(doubt, "");
}

TEST_F(Watched, files_of_its_own_making_are_no_inputs) {
  write_flake8_plugin("        import tempfile\n        with tempfile.TemporaryDirectory() as place:\n"
                      "            name = os.path.join(place, 'x')\n            open(name, 'w').close()\n"
                      "            open(name).close()\n            os.listdir(place)\n"
                      "            os.rename(name, name + 'y')\n            open(name + 'y').close()\n");
  std::filesystem::create_directory(tree.path("scratch"));
  const auto inputs = run("flake8", {"TMPDIR=" + tree.path("scratch")});
  EXPECT_NE(said.find("TEL1 told"), std::string::npos) << said;
  for (const TracedInput& one : inputs) EXPECT_FALSE(is_below(one.input.path, tree.path("scratch"))) << one.input.path;
}

TEST_F(Watched, what_other_processes_do_is_not_seen_so_it_is_doubted) {
  write_flake8_plugin("        import subprocess\n        subprocess.run(['/bin/true'])\n");
  run("flake8");
  EXPECT_EQ(doubt, "it started another program, /bin/true");
  write_flake8_plugin("        if os.fork() == 0:\n            os._exit(0)\n        os.wait()\n");
  run("flake8");
  EXPECT_EQ(doubt, "it started another program");
}

TEST_F(Watched, leaving_at_once_is_seen_and_being_killed_is_not) {
  write_flake8_plugin("        os._exit(7)\n");
  EXPECT_TRUE(has(run("flake8"), InputKind::content, tree.path("plugins/teller.py"), Origin::tool));
  write_flake8_plugin("        os.kill(os.getpid(), 9)\n");
  EXPECT_FALSE(read_observation(process("flake8").report).has_value());
  write_flake8_plugin("        os.execv('/bin/true', ['true'])\n");
  EXPECT_FALSE(read_observation(process("flake8").report).has_value());
}

TEST_F(Watched, the_report_reaches_no_child) {
  const std::string number = std::to_string(k_report_descriptor);
  write_flake8_plugin("        sys.stdout.flush()\n        os.system('echo TEL9 >&" + number + " || echo refused')\n");
  const ProcessResult result = process("flake8");
  EXPECT_EQ(result.report.find("TEL9"), std::string::npos);
}

TEST_F(Watched, a_local_pylint_plugin_and_what_its_init_hook_finds) {
  tree.write("pylintrc", "[MAIN]\ninit-hook=import sys; sys.path.append('extra')\nload-plugins=mine\n");
  tree.write("extra/mine/__init__.py", "from . import parts\n\ndef register(linter):\n    open('words.txt').close()\n");
  tree.write("extra/mine/parts.py", "");
  const std::string words = tree.write("words.txt");
  const auto inputs = run("pylint");
  EXPECT_EQ(said, "") << "the plugin was not loaded";
  for (const char* name : {"extra/mine/__init__.py", "extra/mine/parts.py"})
    EXPECT_TRUE(has(inputs, InputKind::content, tree.path(name), Origin::tool)) << name;
  EXPECT_TRUE(has(inputs, InputKind::lookup, tree.path("extra"), Origin::tool, "mine"));
  EXPECT_TRUE(has(inputs, InputKind::lookup, tree.path("extra/mine"), Origin::tool, "parts"));
  EXPECT_TRUE(has(inputs, InputKind::content, words, Origin::observed));
  for (const TracedInput& one : inputs) EXPECT_FALSE(one.input.path.ends_with(".stats")) << one.input.path;
  EXPECT_EQ(doubt, "");
}

TEST_F(Watched, pylint_reads_what_a_file_imports) {
  const std::string imported = tree.write("imported.py", "\"\"\"Fine.\"\"\"\nNAME = 1\n");
  tree.write("file.py", "\"\"\"Asks.\"\"\"\nimport imported\n\nprint(imported.NAME)\n");
  EXPECT_TRUE(has(run("pylint"), InputKind::content, imported, Origin::observed));
  EXPECT_EQ(said, "");
}

}  // namespace
}  // namespace lintcache
