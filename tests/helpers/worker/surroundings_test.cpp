// SPDX-License-Identifier: MIT
// What one file of a batch leaves behind: the next one does not meet it.
#include <gtest/gtest.h>

#include <filesystem>

#include "batch_fixture.h"

namespace lintcache::test {
namespace {

struct Leaver {
  const char* name;
  const char* source;  // what it leaves behind could change the import of `next`
};

void PrintTo(const Leaver& leaver, std::ostream* out) { *out << leaver.name; }

const Leaver k_leavers[] = {
    {"nothing", ""},
    {"search_path", "import sys, os; sys.path.insert(0, os.path.dirname(__file__) + '/other')"},
    {"search_path_and_loads", "import sys, os; sys.path.insert(0, os.path.dirname(__file__) + '/other'); import found"},
    {"new_search_path", "import sys; sys.path = ['/nowhere']"},
    {"environment", "import os; os.environ['LEFT'] = '1'"},
    {"environment_and_loads", "import os; os.environ['LEFT'] = '1'; import found"},
    {"environment_behind_python", "import ctypes; ctypes.CDLL(None).setenv(b'LEFT', b'1', 1)"},
    {"directory", "import os; os.chdir('/')"},
    {"thread", "import threading, time, sys\ndef run():\n  while True: time.sleep(0.01); sys.path[:] = []\n"
               "threading.Thread(target=run, daemon=True).start()"},
    {"timer", "import signal; signal.setitimer(signal.ITIMER_REAL, 0.05)"},
    {"closed_output", "import os; os.close(1); os.close(2)"},
    {"all_closed", "import os; os.closerange(0, 4096)"},
    {"own_file_under_our_number", "import os; os.closerange(0, 4096)\nfor i in range(600): os.open(__file__ + '.out', os.O_CREAT | os.O_WRONLY)"},
    {"no_modules", "import sys; sys.modules.clear()"},
    {"other_modules", "import sys; sys.modules = {}"},
    {"missing_module", "import sys, found; del sys.modules['found']"},
    {"no_finders", "import sys; sys.meta_path.clear()"},
    {"hooked_import", "import builtins\nold = builtins.__import__\n"
                      "builtins.__import__ = lambda name, *rest, **more: old('found' if name == 'other' else name, *rest, **more)"},
    {"builtins", "import builtins; builtins.__dict__.pop('__import__')"},
    {"trace", "import sys; sys.settrace(lambda *a: print('traced'))"},
    {"closed_stream", "import sys; sys.stdout.close()"},
    {"other_streams", "import sys, io; sys.stdout = sys.stderr = io.StringIO()"},
    {"arguments", "import sys; sys.argv[:] = ['other']"},
    {"other_process", "import os\nif os.fork() == 0: print('child goes on')"},
};

class LeavesBehind : public Batch, public testing::WithParamInterface<Leaver> {};

TEST_P(LeavesBehind, and_the_next_file_does_not_meet_it) {
  tree.write("leaver.py", std::string(GetParam().source) + "\n");
  tree.write("found.py", "print('right')\n");
  tree.write("other/found.py", "print('wrong')\n");
  tree.write("helper.py", "");
  tree.write("next.py",
             "import os, sys, time, helper\ntime.sleep(0.1)\n"
             "print(sorted(os.environ), os.getcwd(), sys.path, sys.gettrace(), sys.argv)\nimport found\n");
  import({"next"});
  const ImportReport alone = of(0);
  import({"helper", "leaver", "next"});
  ASSERT_EQ(report.files.size(), 3u);
  const ImportReport after = of(2);
  EXPECT_EQ(after.outcome, ImportOutcome::imported) << after.exception;
  EXPECT_EQ(modules(2), (Paths{"next.py", "found.py", "helper.py"}));
  // Not the first thing: what another process of the leaver prints may come late.
  EXPECT_NE(after.output.find(alone.output.substr(0, alone.output.find('\n'))), std::string::npos)
      << after.output << alone.output;
  EXPECT_FALSE(std::filesystem::exists(tree.path("leaver.py.out")) &&
               std::filesystem::file_size(tree.path("leaver.py.out")) > 0) << "the mark went into a file of the module";
}

INSTANTIATE_TEST_SUITE_P(all, LeavesBehind, testing::ValuesIn(k_leavers),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_F(Batch, who_imports_a_module_that_changes_the_surroundings_is_to_be_imported_alone) {
  tree.write("paths.py", "import sys, os; sys.path.append(os.path.dirname(__file__) + '/other')\n");
  tree.write("other/only_there.py", "");
  tree.write("a.py", "import paths\n");
  tree.write("b.py", "import paths, only_there\n");
  tree.write("c.py", "try: import only_there\nexcept ImportError: pass\n");
  import({"a", "b", "c"});
  EXPECT_TRUE(is_exact(0));
  EXPECT_TRUE(of(1).order_dependent) << "found or not, it has to be looked at again";
  EXPECT_TRUE(is_exact(2));
  EXPECT_FALSE(modules(2).contains("other/only_there.py"));
}

}  // namespace
}  // namespace lintcache::test
