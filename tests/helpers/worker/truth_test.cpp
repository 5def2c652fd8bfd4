// SPDX-License-Identifier: MIT
// Against a fresh interpreter: nothing that it loads for an import is missing from the reported footprint.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/text.h"
#include "support.h"

namespace lintcache::test {
namespace {

// Imports a module and prints the real path of each `__file__` that came with it, one a line. The
// interpreter's own start-up set is taken away, nothing else.
std::string fresh_import(const std::string& name, const std::string& root) {
  return "import sys\nstart = set(sys.modules)\nsys.path[0] = '" + root +
         "'\nout = sys.stdout\nsys.stdout = sys.stderr\n"
         "try: __import__('" + name + "')\nexcept BaseException: pass\n"
         "files = set()\n"
         "for key in set(sys.modules) - start:\n"
         "  try: files.add(object.__getattribute__(sys.modules[key], '__dict__').get('__file__'))\n"
         "  except Exception: pass\n"
         "import os\n"
         "for file in files:\n"
         "  if isinstance(file, str): print(os.path.realpath(file), file=out)\n"
         "out.flush(); os._exit(0)\n";
}

std::set<std::string> reported(const ImportReport& report) {
  std::set<std::string> files;
  for (const Seen& seen : report.seen)
    if (seen.kind == SeenKind::module || seen.kind == SeenKind::extension)
      files.insert(std::filesystem::weakly_canonical(seen.path).string());
  return files;
}

void expect_nothing_missing(TestWorker& worker, const std::string& program, const std::string& file,
                            const std::string& name, const std::string& root) {
  SCOPED_TRACE(name);
  const auto truth = ask_python(program, fresh_import(name, root), root);
  ASSERT_TRUE(truth.has_value());
  const ImportReport report = worker.ask({file, name, root, ImportMode::module});
  const std::set<std::string> files = reported(report);
  for (const std::string& path : split(*truth, '\n'))
    EXPECT_TRUE(path.empty() || files.contains(path)) << path << " is missing; " << report.exception;
}

TEST(Truth, standard_library) {
  const Python& python = a_python();
  ScratchTree tree;
  TestWorker worker(tree.root(), {.python = python});
  for (const char* name :
       {"argparse", "ast", "asyncio", "base64", "bisect", "calendar", "cmd", "codeop", "concurrent.futures",
        "configparser", "csv", "ctypes.util", "dataclasses", "datetime", "difflib", "doctest", "email.message",
        "fractions", "ftplib", "gzip", "html.parser", "http.client", "inspect", "json", "logging.config",
        "mailbox", "multiprocessing.pool", "optparse", "pickle", "platform", "plistlib", "pydoc", "shelve", "smtplib",
        "sqlite3", "statistics", "tarfile", "unittest.mock", "urllib.request", "uuid", "xml.etree.ElementTree",
        "xmlrpc.client"}) {
    const auto file = ask_python(
        python.program, std::string("import importlib.util as u; print(u.find_spec('") + name + "').origin)");
    ASSERT_TRUE(file.has_value()) << name;
    expect_nothing_missing(worker, python.program, *file, name, tree.root());
  }
}

TEST(Truth, scons) {
  const auto package = ask_python(a_python().program, "import SCons; print(SCons.__path__[0])");
  if (!package) GTEST_SKIP() << "this Python has no SCons";
  namespace fs = std::filesystem;
  const std::string root = fs::path(*package).parent_path().string();
  TestWorker worker(root);
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(*package))
    if (entry.path().extension() == ".py") files.insert(entry.path().string());
  ASSERT_GT(files.size(), 100u);
  size_t turn = 0;
  for (const std::string& file : files) {
    const std::string name = dotted_name(file, root);
    if (turn++ % 6 != 0 || name.ends_with("__main__")) continue;
    expect_nothing_missing(worker, a_python().program, file, name, root);
  }
}

}  // namespace
}  // namespace lintcache::test
