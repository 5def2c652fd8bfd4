// SPDX-License-Identifier: MIT
// What an import depended on, as the worker reports it: each kind of input, and the names of modules.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "support.h"

namespace lintcache::test {
namespace {

using Paths = std::set<std::string>;

// One tree and one worker on it.
struct Footprint : testing::Test {
  ScratchTree tree;

  ImportReport import(const std::string& name, const WorkerArguments& arguments = {}) {
    return TestWorker(tree.root(), arguments).import(tree.path(name), tree.root());
  }

  Paths modules(const ImportReport& report) { return below_root(paths(report, SeenKind::module)); }

  Paths below_root(const Paths& paths) {
    Paths names;
    for (const std::string& path : paths)
      if (path.starts_with(tree.root() + "/")) names.insert(path.substr(tree.root().size() + 1));
    return names;
  }
};

TEST_F(Footprint, of_a_file_that_imports_a_start_up_module_is_itself) {
  const std::string file = tree.write("only.py", "import sys\n");
  const ImportReport report = import("only.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(report.seen, (std::vector<Seen>{{SeenKind::module, file, "only"},
                                            {SeenKind::lookup, tree.root(), "only"}}));
  EXPECT_GT(report.nanoseconds, 0u);
}

TEST_F(Footprint, holds_the_package_chain_and_relative_imports) {
  tree.write("a/__init__.py", "");
  tree.write("a/b/__init__.py", "");
  tree.write("a/b/c.py", "from . import d\nfrom .. import e\n");
  tree.write("a/b/d.py", "");
  tree.write("a/e.py", "");
  const ImportReport report = import("a/b/c.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(modules(report), (Paths{"a/__init__.py", "a/b/__init__.py", "a/b/c.py", "a/b/d.py", "a/e.py"}));
  EXPECT_TRUE(saw_lookup(report, tree.root(), "a"));
  EXPECT_TRUE(saw_lookup(report, tree.path("a"), "__init__"));
  EXPECT_TRUE(saw_lookup(report, tree.path("a/b"), "c"));
}

TEST_F(Footprint, runs_a_package_once) {
  tree.write("a/__init__.py", "print('ran')\n");
  EXPECT_EQ(import("a/__init__.py").output, "ran\n");
}

TEST_F(Footprint, of_a_namespace_package_is_its_lookups) {
  tree.write("n/m.py", "");
  tree.write("user.py", "import n.m\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(modules(report), (Paths{"user.py", "n/m.py"}));
  EXPECT_TRUE(saw_lookup(report, tree.root(), "n"));
  EXPECT_TRUE(saw_lookup(report, tree.path("n"), "__init__")) << "an __init__ would make it another package";
  const auto lookups = paths(report, SeenKind::lookup);
  EXPECT_GT(lookups.size(), 3u) << "every entry of the path can add to a namespace";
}

TEST_F(Footprint, tells_where_a_shadowing_module_would_appear) {
  tree.write("first/keep", "");
  tree.write("second/target.py", "");
  tree.write("third/target.py", "");
  tree.write("user.py", "import target\n");
  const std::string path = tree.path("first") + ":" + tree.path("second") + ":" + tree.path("third");
  const ImportReport report = import("user.py", {.environment = {"PYTHONPATH=" + path}});
  EXPECT_TRUE(saw_lookup(report, tree.root(), "target"));
  EXPECT_TRUE(saw_lookup(report, tree.path("first"), "target"));
  EXPECT_TRUE(saw_lookup(report, tree.path("second"), "target"));
  EXPECT_FALSE(saw_lookup(report, tree.path("third"), "target")) << "nobody looked there";
}

TEST_F(Footprint, tells_where_a_missing_module_was_looked_for) {
  tree.write("user.py", "try: import speedups_missing\nexcept ImportError: pass\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported);
  EXPECT_TRUE(saw_lookup(report, tree.root(), "speedups_missing"));
  size_t lookups = 0;
  for (const Seen& seen : report.seen) lookups += seen.detail == "speedups_missing";
  EXPECT_GT(lookups, 2u) << "in every entry of the path";
}

TEST_F(Footprint, holds_what_was_only_asked_for) {
  tree.write("optional.py", "");
  tree.write("user.py", "import importlib.util\nimportlib.util.find_spec('optional')\n");
  EXPECT_EQ(modules(import("user.py")), (Paths{"user.py", "optional.py"}));
}

TEST_F(Footprint, keeps_what_was_seen_before_an_exception) {
  tree.write("before.py", "");
  tree.write("after.py", "");
  tree.write("user.py", "import before\nimport missing_one\nimport after\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.outcome, ImportOutcome::raised);
  EXPECT_EQ(report.exception, "ModuleNotFoundError: No module named 'missing_one'");
  EXPECT_EQ(modules(report), (Paths{"before.py", "user.py"}));
  EXPECT_TRUE(saw_lookup(report, tree.root(), "missing_one"));
}

TEST_F(Footprint, holds_modules_that_replace_themselves) {
  tree.write("object_module.py", "import sys\nsys.modules[__name__] = object()\n");
  tree.write("user.py", "import object_module\n");
  EXPECT_EQ(modules(import("user.py")), (Paths{"user.py", "object_module.py"}));
}

TEST_F(Footprint, holds_modules_that_no_finder_saw) {
  tree.write("loose.txt", "x = 1\n");
  tree.write("user.py",
             "import sys, types\nm = types.ModuleType('made')\nm.__file__ = '" + tree.path("loose.txt") +
                 "'\nsys.modules['made'] = m\n");
  EXPECT_EQ(modules(import("user.py")), (Paths{"user.py", "loose.txt"}));
}

TEST_F(Footprint, holds_data_files_and_listings) {
  tree.write("data.txt", "");
  tree.write("plugins/one.txt", "");
  tree.write("user.py",
             "import os\nopen('data.txt').read()\nos.listdir('plugins')\nopen('made.txt', 'w').close()\n"
             "open('made.txt').read()\nopen(os.devnull).read()\nopen('/proc/self/stat').read()\n"
             "try: open('absent.txt')\nexcept OSError: pass\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(paths(report, SeenKind::data), (Paths{tree.path("data.txt"), tree.path("absent.txt")}));
  EXPECT_EQ(paths(report, SeenKind::listing), (Paths{tree.path("plugins")}));
  EXPECT_EQ(modules(report), (Paths{"user.py"}));
}

TEST_F(Footprint, holds_an_extension_and_its_libraries) {
  tree.write("user.py", "import _ctypes\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  const Paths extensions = paths(report, SeenKind::extension);
  ASSERT_EQ(extensions.size(), 1u);
  EXPECT_NE(extensions.begin()->find("/_ctypes."), std::string::npos);
  const Paths libraries = paths(report, SeenKind::library);
  EXPECT_FALSE(libraries.contains(*extensions.begin()));
  EXPECT_TRUE(std::any_of(libraries.begin(), libraries.end(),
                          [](const std::string& path) { return path.find("libffi") != std::string::npos; }));
  for (const std::string& path : libraries) EXPECT_TRUE(std::filesystem::is_regular_file(path)) << path;
}

TEST_F(Footprint, of_an_archive_is_the_archive) {
  ASSERT_TRUE(ask_python(a_python().program,
                         "import zipfile\nwith zipfile.ZipFile('z.zip', 'w') as z: z.writestr('zipped.py', '')",
                         tree.root()));
  tree.write("user.py", "import sys\nsys.path.append('" + tree.path("z.zip") + "')\nimport zipped\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_TRUE(saw(report, SeenKind::data, tree.path("z.zip")));
  EXPECT_EQ(modules(report), (Paths{"user.py"}));
}

TEST_F(Footprint, of_byte_code_without_source_is_the_byte_code) {
  ScratchTree other;
  other.write("bare.py", "");
  ASSERT_TRUE(ask_python(a_python().program,
                         "import py_compile, os\npy_compile.compile('bare.py', 'bare.pyc')\nos.remove('bare.py')",
                         other.root()));
  tree.write("user.py", "import bare\n");
  const ImportReport report = import("user.py", {.environment = {"PYTHONPATH=" + other.root()}});
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_TRUE(saw(report, SeenKind::module, other.path("bare.pyc")));
}

TEST_F(Footprint, ignores_and_writes_no_byte_code_in_the_tree) {
  tree.write("helper.py", "print('old')\n");
  tree.write("user.py", "import helper\n");
  // Byte code that claims to be of the present source, whatever that is.
  ASSERT_TRUE(ask_python(
      a_python().program,
      "import py_compile\npy_compile.compile('helper.py', invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)",
      tree.root()));
  tree.write("helper.py", "print('new')\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(report.output, "new\n");
  EXPECT_TRUE(paths(report, SeenKind::data).empty());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(tree.path("__pycache__")),
                          std::filesystem::directory_iterator()), 1);
}

TEST_F(Footprint, reads_parent_steps_as_the_kernel_does) {
  tree.write("real/lib/helper.py", "");
  tree.write("real/sub/keep", "");
  ASSERT_EQ(symlink(tree.path("real/sub").c_str(), tree.path("link").c_str()), 0);
  tree.write("user.py", "import sys\nsys.path.insert(0, '" + tree.path("link/../lib") + "')\nimport helper\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(modules(report), (Paths{"user.py", "real/lib/helper.py"}));
  EXPECT_TRUE(saw_lookup(report, tree.path("real/lib"), "helper"));
}

TEST_F(Footprint, takes_relative_entries_from_the_directory_of_the_moment) {
  tree.write("sub/helper.py", "");
  tree.write("user.py", "import os, sys\nos.chdir('sub')\nsys.path.insert(0, '')\nimport helper\n");
  const ImportReport report = import("user.py");
  EXPECT_EQ(modules(report), (Paths{"user.py", "sub/helper.py"}));
}

TEST_F(Footprint, of_names_that_are_no_identifiers) {
  tree.write("my-package/__init__.py", "");
  tree.write("my-package/my-module.py", "from . import other\n");
  tree.write("my-package/other.py", "");
  const ImportReport report = import("my-package/my-module.py");
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(modules(report), (Paths{"my-package/__init__.py", "my-package/my-module.py", "my-package/other.py"}));
}

TEST_F(Footprint, of_names_that_no_import_can_say) {
  TestWorker worker(tree.root());
  tree.write("helper.py", "");
  for (const char* name : {"with.dots.py", "script", "line\nbreak.py", "bytes\xff.py", "quote'.py"}) {
    const std::string file = tree.write(name, "import helper\nassert __name__ != '__main__'\n");
    const ImportReport report = worker.ask({file, "some_name", tree.root(), ImportMode::file});
    EXPECT_EQ(report.outcome, ImportOutcome::imported) << name << report.exception;
    EXPECT_EQ(paths(report, SeenKind::module), (Paths{file, tree.path("helper.py")}));
  }
}

TEST_F(Footprint, same_name_in_two_roots_is_two_files) {
  for (const char* root : {"one", "two"}) {
    tree.write(std::string(root) + "/util.py", "print('" + std::string(root) + "')\n");
    tree.write(std::string(root) + "/script.py", "import util\n");
  }
  TestWorker worker(tree.root());
  const ImportReport one = worker.import(tree.path("one/script.py"), tree.path("one"));
  const ImportReport two = worker.import(tree.path("two/script.py"), tree.path("two"));
  EXPECT_EQ(one.output + two.output, "one\ntwo\n");
  EXPECT_EQ(modules(one), (Paths{"one/script.py", "one/util.py"}));
  EXPECT_EQ(modules(two), (Paths{"two/script.py", "two/util.py"}));
}

TEST_F(Footprint, of_a_file_named_like_another_module_is_still_its_own) {
  tree.write("helper.py", "");
  for (const char* name : {"os.py", "time.py", "json.py"}) {
    tree.write(name, "import helper\nprint('mine')\n");
    const ImportReport report = import(name);
    EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
    EXPECT_EQ(report.output, "mine\n") << name;
    EXPECT_EQ(modules(report), (Paths{name, "helper.py"}));
    std::filesystem::remove(tree.path(name));
  }
}

TEST_F(Footprint, main_guard_does_not_run) {
  tree.write("tool.py", "if __name__ == '__main__': print('ran')\n");
  EXPECT_EQ(import("tool.py").output, "");
}

TEST_F(Footprint, of_a_file_that_is_not_run_is_what_its_statements_name) {
  for (const char* name : {"top.py", "guarded.py", "inner.py", "late.py", "never.py", "p/__init__.py", "p/sibling.py"})
    tree.write(name, "");
  const std::string file = tree.write("p/__main__.py", R"(
import top
try:
    import missing_one
except ImportError:
    import guarded
if __name__ == '__main__':
    from inner import *
def function():
    import never
class Class:
    from . import sibling
raise SystemExit('not to be run')
)");
  TestWorker worker(tree.root());
  const ImportReport report = worker.ask({file, "p.__main__", tree.root(), ImportMode::statements});
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(modules(report),
            (Paths{"p/__main__.py", "p/__init__.py", "p/sibling.py", "top.py", "guarded.py", "inner.py"}));
  EXPECT_TRUE(saw_lookup(report, tree.root(), "missing_one"));
  EXPECT_FALSE(saw_lookup(report, tree.root(), "ast"));
}

TEST_F(Footprint, of_statements_goes_on_after_a_failure) {
  tree.write("later.py", "");
  const std::string file = tree.write("setup.py", "import missing_one\nimport later\n");
  TestWorker worker(tree.root());
  const ImportReport report = worker.ask({file, "setup", tree.root(), ImportMode::statements});
  EXPECT_EQ(report.outcome, ImportOutcome::raised);
  EXPECT_EQ(report.exception, "ModuleNotFoundError: No module named 'missing_one'");
  EXPECT_EQ(modules(report), (Paths{"setup.py", "later.py"}));
}

TEST_F(Footprint, sees_changes_between_requests) {
  TestWorker worker(tree.root());
  const std::string user = tree.write("user.py", "import late\n");
  EXPECT_EQ(worker.import(user, tree.root()).outcome, ImportOutcome::raised);
  tree.write("late.py", "");
  EXPECT_EQ(worker.import(user, tree.root()).outcome, ImportOutcome::imported);
}

TEST_F(Footprint, code_is_as_new_as_its_source) {
  TestWorker worker(tree.root());
  const std::string user = tree.write("user.py", "import helper\nprint(helper.__file__, helper.f.__code__.co_filename)\n");
  const std::string same_path = tree.path("helper.py") + " " + tree.path("helper.py") + "\n";
  for (const char* word : {"first", "other"}) {
    tree.write("helper.py", "def f(): pass\nprint('" + std::string(word) + "')\n");
    for (int turn = 0; turn < 4; ++turn)
      EXPECT_EQ(worker.import(user, tree.root()).output, word + ("\n" + same_path));
  }
  tree.write("helper.py", "def f(:");
  EXPECT_EQ(worker.import(user, tree.root()).outcome, ImportOutcome::raised);
}

TEST_F(Footprint, of_a_source_that_warns_is_the_same_each_time) {
  TestWorker worker(tree.root());
  const std::string user = tree.write("user.py", "import helper\n");
  tree.write("helper.py", "assert (1, 'always true')\n");
  const ImportReport first = worker.import(user, tree.root());
  EXPECT_NE(first.output.find("SyntaxWarning"), std::string::npos);
  for (int turn = 0; turn < 3; ++turn) {
    const ImportReport next = worker.import(user, tree.root());
    EXPECT_EQ(next.output, first.output);
    EXPECT_EQ(next.seen, first.seen);
  }
}

TEST_F(Footprint, holds_fifty_thousand_entries) {
  tree.write("user.py",
             "for i in range(50000):\n  try: open('" + std::string(100, 'x') + "%d' % i)\n  except OSError: pass\n");
  TestWorker worker(tree.root());
  const ImportReport report = worker.import(tree.path("user.py"), tree.root());
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(paths(report, SeenKind::data).size(), 50000u);
  tree.write("only.py", "");
  EXPECT_EQ(worker.import(tree.path("only.py"), tree.root()).seen.size(), 2u);
}

}  // namespace
}  // namespace lintcache::test
