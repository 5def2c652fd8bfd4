// SPDX-License-Identifier: MIT
// The same binary with every Python that can be found here, and in a virtual environment.
#include <gtest/gtest.h>

#include <filesystem>

#include "support.h"

namespace lintcache::test {
namespace {

TEST(Matrix, every_python) {
  ASSERT_FALSE(pythons().empty());
  ScratchTree tree;
  const std::string user = tree.write("package/user.py",
                                      "from . import sibling\nimport _ctypes, decimal\n"
                                      "try: import speedups_missing\nexcept ImportError: pass\n");
  tree.write("package/__init__.py", "");
  tree.write("package/sibling.py", "");
  const std::string only = tree.write("only.py", "import sys\n");
  const std::string crash = tree.write("crash.py", "import package.sibling, ctypes; ctypes.string_at(0)\n");
  const std::string forks = tree.write("forks.py", "import os\nif os.fork() == 0: os._exit(0)\nos.wait()\n");
  // pybind11 and others do this on import; in a naive sub-interpreter it waits for ever until Python 3.11.
  const std::string locks = tree.write("locks.py",
                                       "import ctypes\nstate = ctypes.pythonapi.PyGILState_Ensure()\n"
                                       "ctypes.pythonapi.PyGILState_Release(state)\n");
  for (const Python& python : pythons()) {
    SCOPED_TRACE(python.libpython);
    TestWorker worker(tree.root(), {.python = python});
    ASSERT_EQ(worker.hello(), (Fields{"lintcache-python", "3", python.version}));

    const ImportReport report = worker.import(user, tree.root());
    EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
    EXPECT_EQ(report.way, "sub-interpreter");
    EXPECT_TRUE(saw(report, SeenKind::module, tree.path("package/__init__.py")));
    EXPECT_TRUE(saw(report, SeenKind::module, tree.path("package/sibling.py")));
    EXPECT_FALSE(paths(report, SeenKind::extension).empty());
    EXPECT_FALSE(paths(report, SeenKind::library).empty());
    EXPECT_TRUE(saw_lookup(report, tree.root(), "speedups_missing"));

    const ImportReport bare = worker.import(only, tree.root());
    EXPECT_EQ(bare.seen.size(), 2u);

    const ImportReport crashed = worker.import(crash, tree.root());
    EXPECT_EQ(crashed.exception, "signal 11");
    EXPECT_EQ(crashed.way, "main interpreter");
    EXPECT_TRUE(saw(crashed, SeenKind::module, tree.path("package/sibling.py")));

    const ImportReport locked = worker.import(locks, tree.root());
    EXPECT_EQ(locked.outcome, ImportOutcome::imported) << locked.exception;
    EXPECT_EQ(locked.way, "sub-interpreter");

    const ImportReport forked = worker.import(forks, tree.root());
    EXPECT_EQ(forked.outcome, ImportOutcome::imported) << forked.exception << forked.output;
  }
}

TEST(Matrix, virtual_environment) {
  ScratchTree tree;
  const Python& base = a_python();
  ASSERT_TRUE(ask_python(base.program,
                         "import venv; venv.create('" + tree.path("venv") + "', symlinks=True)"));
  const Python python{tree.path("venv/bin/python"), base.libpython, base.version};
  const auto site = ask_python(python.program, "import sysconfig; print(sysconfig.get_path('purelib'))");
  ASSERT_TRUE(site && site->starts_with(tree.path("venv/")));
  tree.write(site->substr(tree.root().size() + 1) + "/of_the_venv.py", "");
  const std::string user = tree.write("source/user.py", "import sys, of_the_venv\nprint(sys.prefix)\n");
  TestWorker worker(tree.path("source"), {.python = python});
  const ImportReport report = worker.import(user, tree.path("source"));
  EXPECT_EQ(report.outcome, ImportOutcome::imported) << report.exception;
  EXPECT_EQ(report.output, tree.path("venv") + "\n");
  EXPECT_TRUE(saw(report, SeenKind::module, *site + "/of_the_venv.py"));
}

}  // namespace
}  // namespace lintcache::test
