// SPDX-License-Identifier: MIT
// Compiled code that is kept for later: used where it is whole and of this very source, and never else.
#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "support.h"

namespace lintcache::test {
namespace {

namespace fs = std::filesystem;

// Tells what the compiler is given while `target` is imported.
constexpr const char* k_watch =
    "import sys\n"
    "def hook(event, arguments):\n"
    "  if event == 'compile' and str(arguments[1]).endswith('.py'):\n"
    "    print('compiles', arguments[1].rpartition('/')[2])\n"
    "sys.addaudithook(hook)\n"
    "import target\n";

bool comes_true(const std::function<bool()>& what) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!what() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return what();
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class ByteCode : public testing::Test {
 protected:
  ByteCode() { fs::create_directory(directory()); }

  [[nodiscard]] std::string directory() const { return state.path("bytecode"); }

  [[nodiscard]] WorkerArguments arguments() const {
    WorkerArguments arguments;
    arguments.more = {"--byte-code", directory()};
    return arguments;
  }

  // The files that hold code of this source, one for each Python.
  [[nodiscard]] std::vector<std::string> kept(const std::string& name) const {
    const fs::path source = directory() + tree.path(name);
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& file : fs::directory_iterator(source.parent_path(), error))
      if (file.path().filename().string().starts_with(source.filename().string() + "."))
        found.push_back(file.path());
    return found;
  }

  // Imports the file in a worker of its own, that lives until code of all these is kept.
  ImportReport import(const std::string& name, const std::vector<std::string>& to_be_kept = {}) {
    return import(name, to_be_kept, arguments());
  }
  ImportReport import(const std::string& name, const std::vector<std::string>& to_be_kept,
                      const WorkerArguments& arguments) {
    TestWorker worker(tree.root(), arguments);
    const ImportReport report = worker.import(tree.path(name), tree.root());
    for (const std::string& one : to_be_kept)
      EXPECT_TRUE(comes_true([&] { return !kept(one).empty(); })) << one << report.output << report.exception;
    return report;
  }

  ScratchTree tree, state;
};

TEST_F(ByteCode, is_used_by_later_workers) {
  tree.write("watch.py", k_watch);
  tree.write("target.py", "import p.m\nprint('runs')\n");
  tree.write("p/__init__.py", "");
  tree.write("p/m.py", "print(__name__, __file__, __spec__.cached)\n");
  const ImportReport first = import("watch.py", {"watch.py", "target.py", "p/__init__.py", "p/m.py"});
  const std::string told = "p.m " + tree.path("p/m.py") + " None\nruns\n";
  EXPECT_EQ(first.output, "compiles target.py\ncompiles __init__.py\ncompiles m.py\n" + told);
  const ImportReport second = import("watch.py");
  EXPECT_EQ(second.output, told);
  EXPECT_EQ(second.seen, first.seen);
  EXPECT_FALSE(fs::exists(tree.path("__pycache__")));
}

TEST_F(ByteCode, belongs_to_each_python) {
  tree.write("watch.py", k_watch);
  tree.write("target.py", "print('runs')\n");
  size_t count = 0;
  for (const Python& python : pythons())
    for (const char* level : {"", "1", "2"}) {
      SCOPED_TRACE(python.libpython + " " + level);
      WorkerArguments its = arguments();
      its.python = python;
      its.environment = {std::string("PYTHONOPTIMIZE=") + level};
      TestWorker worker(tree.root(), its);
      // Two patch versions of Python share what they keep.
      const std::string output = worker.import(tree.path("watch.py"), tree.root()).output;
      if (output == "runs\n") continue;
      EXPECT_EQ(output, "compiles target.py\nruns\n");
      ++count;
      for (const char* name : {"target.py", "watch.py"})
        ASSERT_TRUE(comes_true([&] { return kept(name).size() == count; }));
      EXPECT_EQ(import("watch.py", {}, its).output, "runs\n");
    }
  EXPECT_GE(count, 3u);
}

TEST_F(ByteCode, of_an_older_source_of_the_same_size_and_time_is_not_used) {
  const std::string source = tree.write("m.py", "print('one')\n");
  struct stat before;
  ASSERT_EQ(stat(source.c_str(), &before), 0);
  EXPECT_EQ(import("m.py", {"m.py"}).output, "one\n");
  const std::string old = bytes_of(kept("m.py").at(0));
  std::ofstream(source) << "print('two')\n";
  const timespec times[] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(utimensat(AT_FDCWD, source.c_str(), times, 0), 0);
  TestWorker worker(tree.root(), arguments());
  EXPECT_EQ(worker.import(source, tree.root()).output, "two\n");
  EXPECT_TRUE(comes_true([&] { return bytes_of(kept("m.py").at(0)) != old; }));
  EXPECT_EQ(worker.import(source, tree.root()).output, "two\n");
}

// Puts something in the place of good byte code: PATH is its place, SOURCE the source's.
struct Planted {
  const char* name;
  const char* code;
};

void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.name; }

constexpr const char* k_prepare = R"PY(
import importlib.util, importlib._bootstrap_external as external, os, py_compile, shutil
text = open(SOURCE, 'rb').read()
good = open(PATH, 'rb').read()
bad = compile("print('bad')", SOURCE, 'exec')
def put(data): open(PATH, 'wb').write(data)
)PY";

const Planted k_planted[] = {
    {"nothing", "put(b'')"},
    {"garbage", "put(os.urandom(5000))"},
    {"head_alone", "put(good[:16])"},
    {"half", "put(good[:len(good) // 2])"},
    {"all_but_one_byte", "put(good[:-1])"},
    {"one_byte_more", "put(good + b'x')"},
    {"another_magic_number", "put(bytes([good[0] ^ 1]) + good[1:])"},
    {"damaged_code", "put(good[:40] + bytes([good[40] ^ 64]) + good[41:])"},
    {"holes", "put(good[:16] + bytes(len(good) - 16))"},
    {"of_another_source", "put(good[:8] + bytes(8) + good[16:])"},
    {"unchecked", "put(external._code_to_hash_pyc(bad, importlib.util.source_hash(text), False))"},
    {"checked_by_others", "put(external._code_to_hash_pyc(bad, importlib.util.source_hash(text), True))"},
    {"checked_by_time",
     "s = os.stat(SOURCE)\nput(external._code_to_timestamp_pyc(bad, int(s.st_mtime), s.st_size))"},
    {"unchecked_flag", "put(good[:4] + bytes([1, 0, 0, 0]) + good[8:])"},
    {"directory", "os.remove(PATH)\nos.mkdir(PATH)\nos.mkdir(PATH + '/more')\nopen(PATH + '/more/file', 'w')"},
    {"link_to_itself", "os.remove(PATH)\nos.symlink(PATH, PATH)"},
    {"link_to_good_code", "os.rename(PATH, PATH + 'x')\nos.symlink(PATH + 'x', PATH)"},
    {"pipe", "os.remove(PATH)\nos.mkfifo(PATH)"},
};

class PlantedByteCode : public ByteCode, public testing::WithParamInterface<Planted> {};

TEST_P(PlantedByteCode, is_ignored_and_replaced) {
  tree.write("watch.py", k_watch);
  const std::string source = tree.write("target.py", "print('good')\n");
  import("watch.py", {"watch.py", "target.py"});
  ASSERT_EQ(import("watch.py").output, "good\n");
  const std::string place = kept("target.py").at(0);
  const std::string good = bytes_of(place);
  const std::string names = "PATH = '" + place + "'\nSOURCE = '" + source + "'\n";
  ASSERT_TRUE(ask_python(a_python().program, names + k_prepare + GetParam().code));
  {
    TestWorker worker(tree.root(), arguments());
    EXPECT_EQ(worker.import(tree.path("watch.py"), tree.root()).output, "compiles target.py\ngood\n");
    EXPECT_TRUE(comes_true([&] { return fs::is_regular_file(fs::symlink_status(place)); }));
    EXPECT_TRUE(comes_true([&] { return bytes_of(place) == good; }));
  }
  EXPECT_EQ(import("watch.py").output, "good\n");
}

INSTANTIATE_TEST_SUITE_P(all, PlantedByteCode, testing::ValuesIn(k_planted),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_F(ByteCode, is_what_importlib_reads) {
  const std::string source = tree.write("m.py", "print('runs')\n");
  import("m.py", {"m.py"});
  const auto output = ask_python(
      a_python().program,
      "import importlib._bootstrap_external as external, importlib.util\n"
      "data = open('" + kept("m.py").at(0) + "', 'rb').read()\n"
      "assert external._classify_pyc(data, 'm', {}) == 3\n"
      "hash = importlib.util.source_hash(open('" + source + "', 'rb').read())\n"
      "external._validate_hash_pyc(data, hash, 'm', {})\n"
      "exec(external._compile_bytecode(memoryview(data)[16:], 'm'))\n");
  EXPECT_EQ(output, "runs");
}

TEST_F(ByteCode, in_a_new_directory_is_of_what_came_twice) {
  fs::remove(directory());
  tree.write("a.py", "import shared\n");
  tree.write("b.py", "import shared\n");
  tree.write("shared.py", "");
  {
    TestWorker worker(tree.root(), arguments());
    worker.import(tree.path("a.py"), tree.root());
    EXPECT_TRUE(comes_true([&] { return fs::exists(directory()); }));
    EXPECT_TRUE(fs::is_empty(directory()));
    worker.import(tree.path("b.py"), tree.root());
    EXPECT_TRUE(comes_true([&] { return !kept("shared.py").empty(); }));
  }
  EXPECT_TRUE(kept("a.py").empty() && kept("b.py").empty());
  import("a.py", {"a.py"});
}

TEST_F(ByteCode, is_kept_between_the_children_of_a_batch) {
  tree.write("watch.py", k_watch);
  tree.write("target.py", "");
  tree.write("a.py", "import target\n");
  tree.write("dies.py", "import os; os._exit(3)\n");
  ImportBatch batch;
  for (const char* name : {"a", "dies", "watch"})
    batch.push_back({tree.path(std::string(name) + ".py"), name, tree.root(), ImportMode::module});
  TestWorker worker(tree.root(), arguments());
  const BatchReport report = worker.ask(batch);
  ASSERT_EQ(report.files.size(), 3u);
  EXPECT_EQ(report_of(report, 2).output, "");
}

TEST_F(ByteCode, is_made_between_requests_and_goes_on_after_one) {
  constexpr int k_many = 300;
  std::string text;
  for (int i = 0; i < k_many; ++i) {
    std::string body;
    for (int line = 0; line < 100; ++line)
      body += "def f" + std::to_string(line) + "(a, b): return [a + b, {a: b}]\n";
    tree.write("m" + std::to_string(i) + ".py", body);
    text += "import m" + std::to_string(i) + "\n";
  }
  tree.write("all.py", text);
  tree.write("one.py", "");
  TestWorker worker(tree.root(), arguments());
  worker.import(tree.path("all.py"), tree.root());
  worker.import(tree.path("one.py"), tree.root());
  EXPECT_TRUE(kept("m299.py").empty()) << "the second request has waited";
  for (int i = 0; i < k_many; ++i)
    ASSERT_TRUE(comes_true([&] { return !kept("m" + std::to_string(i) + ".py").empty(); })) << i;
}

TEST_F(ByteCode, is_not_kept_of_sources_that_make_the_compiler_warn) {
  const std::string source = tree.write("m.py", "assert (1, 'always')\n");
  tree.write("other.py", "import m\n");
  for (int i = 0; i < 2; ++i) {
    const ImportReport report = import("other.py", {"other.py"});
    EXPECT_NE(report.output.find("SyntaxWarning"), std::string::npos) << i << report.output;
    EXPECT_TRUE(kept("m.py").empty());
    tree.write("other.py", "import m # edited\n");
  }
}

TEST_F(ByteCode, is_not_kept_of_sources_elsewhere) {
  ScratchTree elsewhere;
  elsewhere.write("other.py", "");
  tree.write("m.py", "import other\n");
  WorkerArguments its = arguments();
  its.environment = {"PYTHONPATH=" + elsewhere.root(), "PYTHONDONTWRITEBYTECODE=1"};
  import("m.py", {"m.py"}, its);
  EXPECT_FALSE(fs::exists(directory() + elsewhere.root()));
}

TEST_F(ByteCode, is_no_input) {
  const std::string data = tree.write("data.txt", "");
  tree.write("m.py", "import os\nopen('" + data + "')\nfor where, _, files in os.walk('" + directory() +
                         "'):\n  for file in files: open(os.path.join(where, file)); print('one')\n");
  import("m.py", {"m.py"});
  const ImportReport report = import("m.py");
  EXPECT_EQ(report.output, "one\n");
  EXPECT_EQ(paths(report, SeenKind::data), std::set<std::string>{data});
}

TEST_F(ByteCode, knows_a_source_under_the_name_that_was_asked_for) {
  tree.write("p/m.py", "def f(): pass\nprint(f.__code__.co_filename)\n");
  tree.write("user.py", "import sys\nsys.path.insert(0, '" + tree.path("p/../p") + "')\nimport m\n");
  const std::string told = tree.path("p/../p/m.py") + "\n";
  EXPECT_EQ(import("user.py", {"user.py", "p/m.py"}).output, told);
  EXPECT_EQ(import("user.py").output, told);
}

TEST_F(ByteCode, of_names_that_are_no_text) {
  tree.write("watch.py", k_watch);
  tree.write("d\xff\xfe/target.py", "print('runs')\n");
  tree.write("user.py", "import sys, os\nsys.path.append(os.fsdecode(b'" + tree.root() +
                            "/d\\xff\\xfe'))\nimport watch\n");
  import("user.py", {"user.py", "watch.py", "d\xff\xfe/target.py"});
  EXPECT_EQ(import("user.py").output, "runs\n");
}

TEST_F(ByteCode, of_sources_that_are_gone_goes_too) {
  tree.write("gone/m.py", "");
  tree.write("stays/m.py", "");
  tree.write("user.py", "import gone.m, stays.m\n");
  import("user.py", {"user.py", "gone/m.py", "stays/m.py"});
  const auto foreign = [&](int i) { return state.path("bytecode/" + std::to_string(i) + ".pyc"); };
  for (int i = 0; i < 30; ++i) std::ofstream(foreign(i)) << "not ours";
  fs::remove_all(tree.path("gone"));
  TestWorker worker(tree.root(), arguments());
  worker.import(tree.write("user.py", "import stays.m\n"), tree.root());
  EXPECT_TRUE(comes_true([&] { return !fs::exists(directory() + tree.path("gone")); }));
  EXPECT_EQ(kept("stays/m.py").size(), 1u);
  EXPECT_EQ(kept("user.py").size(), 1u);
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(fs::exists(foreign(i))) << i;
}

TEST_F(ByteCode, is_done_without_where_it_cannot_be_written) {
  fs::remove(directory());
  std::ofstream(directory()) << "a file";
  tree.write("m.py", "print('runs')\n");
  TestWorker worker(tree.root(), arguments());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(worker.import(tree.path("m.py"), tree.root()).output, "runs\n");
  EXPECT_EQ(bytes_of(directory()), "a file");
}

TEST_F(ByteCode, is_not_made_by_the_process_that_runs_modules) {
  tree.write("m.py", "import sys\nprint(sys.dont_write_bytecode)\nimport marshal\n"
                     "marshal.dumps = None\nimport other\n");
  tree.write("other.py", "");
  EXPECT_EQ(import("m.py", {"m.py", "other.py"}).output, "True\n");
  EXPECT_EQ(import("m.py").output, "True\n");
}

}  // namespace
}  // namespace lintcache::test
