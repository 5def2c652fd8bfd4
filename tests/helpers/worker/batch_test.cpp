// SPDX-License-Identifier: MIT
// Files imported together: each gets the footprint that it would have alone, whatever the others do.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "batch_fixture.h"

namespace lintcache::test {
namespace {

TEST_F(Batch, a_module_runs_once_and_belongs_to_all_who_ask_for_it) {
  tree.write("shared.py", "print('shared runs')\nimport deeper\n");
  tree.write("deeper.py", "");
  tree.write("a.py", "import shared\nprint('a runs')\n");
  tree.write("b.py", "import shared\nprint('b runs')\n");
  tree.write("c.py", "");
  import({"a", "b", "c"});
  ASSERT_EQ(report.files.size(), 3u);
  EXPECT_EQ(modules(0), (Paths{"a.py", "shared.py", "deeper.py"}));
  EXPECT_EQ(modules(1), (Paths{"b.py", "shared.py", "deeper.py"}));
  EXPECT_EQ(modules(2), (Paths{"c.py"}));
  EXPECT_EQ(of(0).output, "shared runs\na runs\n");
  EXPECT_EQ(of(1).output, "b runs\n");
  EXPECT_EQ(of(2).output, "");
  EXPECT_TRUE(of(0).first);
  EXPECT_FALSE(of(1).first);
}

TEST_F(Batch, every_way_to_ask_for_what_is_loaded_already) {
  tree.write("p/__init__.py", "");
  tree.write("p/x.py", "y = 1\n");
  tree.write("p/z.py", "");
  tree.write("q/__init__.py", "__all__ = ['x']\n");
  tree.write("q/x.py", "");
  tree.write("n/x.py", "");
  tree.write("first.py", "import p.x, p.z, q.x, n.x\n");
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"import p.x", "p/x.py"},
      {"from p import x", "p/x.py"},
      {"from p.x import y", "p/x.py"},
      {"import p.x as other", "p/x.py"},
      {"import importlib; importlib.import_module('p.x')", "p/x.py"},
      {"import importlib; importlib.import_module('.x', 'p')", "p/x.py"},
      {"__import__('p.x')", "p/x.py"},
      {"__import__(name='p', fromlist=['x'])", "p/x.py"},
      {"from q import *", "q/x.py"},
      {"import n.x", "n/x.py"},
      {"def f():\n  from p import x\nf()", "p/x.py"},
      {"exec('import p.x')", "p/x.py"},
  };
  Names names = {"first"};
  for (size_t i = 0; i < ways.size(); ++i) {
    names.push_back("way" + std::to_string(i));
    tree.write(names.back() + ".py", ways[i].first + "\n");
  }
  tree.write("p/relative.py", "from . import x\n");
  tree.write("p/relative_from.py", "from .x import y\n");
  names.insert(names.end(), {"p/relative", "p/relative_from"});
  import(names);
  ASSERT_EQ(report.files.size(), names.size());
  for (size_t i = 0; i < ways.size(); ++i) {
    EXPECT_TRUE(modules(i + 1).contains(ways[i].second)) << ways[i].first << of(i + 1).exception;
    EXPECT_FALSE(modules(i + 1).contains("p/z.py")) << ways[i].first;
  }
  EXPECT_TRUE(modules(ways.size() + 1).contains("p/x.py"));
  EXPECT_TRUE(modules(ways.size() + 2).contains("p/x.py"));
}

TEST_F(Batch, imports_of_a_function_belong_to_its_caller_and_to_its_module) {
  tree.write("lazy.py", "import functools\n@functools.lru_cache(None)\ndef get():\n  import late\n  return late\n");
  tree.write("late.py", "");
  tree.write("a.py", "import lazy; lazy.get()\n");
  tree.write("b.py", "import lazy; lazy.get()\n");
  import({"a", "b"});
  EXPECT_TRUE(modules(0).contains("late.py"));
  EXPECT_TRUE(modules(1).contains("late.py")) << "the call is answered from memory, but would not be in a process of its own";
}

TEST_F(Batch, a_module_that_raised_counts_for_all_who_ask_for_it) {
  tree.write("broken.py", "print('broken runs')\nimport before\nraise ValueError('no')\nimport after\n");
  tree.write("before.py", "");
  tree.write("after.py", "");
  tree.write("a.py", "import broken\n");
  tree.write("b.py", "try: import broken\nexcept ValueError: import before\n");
  tree.write("c.py", "import broken\n");
  import({"a", "b", "c", "broken"});
  for (size_t i : {0, 2, 3}) {
    EXPECT_EQ(of(i).outcome, ImportOutcome::raised);
    EXPECT_EQ(of(i).exception, "ValueError: no");
    EXPECT_TRUE(modules(i).contains("before.py"));
    EXPECT_TRUE(modules(i).contains("broken.py"));
    EXPECT_FALSE(modules(i).contains("after.py"));
  }
  EXPECT_EQ(of(1).outcome, ImportOutcome::imported);
  EXPECT_TRUE(modules(1).contains("broken.py"));
  EXPECT_EQ(of(0).output, "broken runs\n");
  EXPECT_EQ(of(2).output, "") << "once for all";
}

TEST_F(Batch, what_somebody_has_put_in_place_of_a_missing_module_counts) {
  tree.write("driver.py", "import no_such_hardware\nimport after\n");
  tree.write("after.py", "");
  tree.write("a.py", "import driver\n");
  tree.write("b.py", "import sys; sys.modules['no_such_hardware'] = sys\nimport driver\n");
  import({"a", "b"});
  EXPECT_EQ(of(0).outcome, ImportOutcome::raised);
  EXPECT_EQ(of(1).outcome, ImportOutcome::imported) << of(1).exception;
  EXPECT_TRUE(modules(1).contains("after.py"));
}

TEST_F(Batch, find_spec_of_what_is_loaded_already_is_a_question_as_well) {
  tree.write("opt.py", "");
  tree.write("a.py", "import opt\n");
  tree.write("b.py", "import importlib.util\nHAS = importlib.util.find_spec('opt') is not None\n");
  tree.write("c.py", "import functools, importlib\n@functools.lru_cache(None)\ndef get():\n"
                     "  return importlib.import_module('opt')\n");
  tree.write("d.py", "import c; c.get()\n");
  tree.write("e.py", "import c; c.get()\n");
  import({"a", "b", "d", "e"});
  for (size_t i : {1, 2, 3}) EXPECT_TRUE(modules(i).contains("opt.py")) << i;
}

TEST_F(Batch, a_long_chain_is_imported) {
  for (int i = 0; i < 120; ++i)
    tree.write("m" + std::to_string(i) + ".py", "import m" + std::to_string(i + 1) + "\n");
  tree.write("m120.py", "");
  import({"m0"});
  EXPECT_EQ(of(0).outcome, ImportOutcome::imported) << of(0).exception;
  EXPECT_TRUE(modules(0).contains("m120.py"));
}

TEST_F(Batch, an_object_in_a_modules_place_is_no_doubt) {
  tree.write("o.py", "import sys\nclass S:\n  __slots__ = ()\n  __all__ = ['x']\n  x = 1\nsys.modules[__name__] = S()\n");
  tree.write("a.py", "from o import *\nprint(x)\n");
  import({"a"});
  EXPECT_EQ(of(0).outcome, ImportOutcome::imported) << of(0).exception;
}

TEST_F(Batch, absences_belong_to_all_who_looked) {
  tree.write("a.py", "try: import speedups\nexcept ImportError: pass\n");
  tree.write("b.py", "try: import speedups\nexcept ImportError: pass\n");
  tree.write("c.py", "import speedups\n");
  import({"a", "b", "c"});
  for (size_t i : {0, 1, 2}) EXPECT_TRUE(saw_lookup(of(i), tree.root(), "speedups")) << i;
  EXPECT_EQ(of(2).exception, "ModuleNotFoundError: No module named 'speedups'");
}

TEST_F(Batch, names_put_into_sys_modules_lead_to_who_put_them) {
  tree.write("six.py", "import sys, types, hidden\nsys.modules['six.moves'] = types.ModuleType('six.moves')\n");
  tree.write("hidden.py", "");
  tree.write("a.py", "import six.moves\n");
  tree.write("b.py", "import six.moves\n");
  import({"a", "b"});
  EXPECT_EQ(modules(1), (Paths{"b.py", "six.py", "hidden.py"}));
}

TEST_F(Batch, data_and_listings_belong_to_who_opened_them) {
  const std::string data = tree.write("data.txt", "text");
  tree.write("reads.py", "import os\nopen(os.path.dirname(__file__) + '/data.txt').close()\nos.listdir(os.path.dirname(__file__))\n");
  tree.write("a.py", "import reads\n");
  tree.write("b.py", "import reads\n");
  tree.write("c.py", "");
  import({"a", "b", "c"});
  for (size_t i : {0, 1}) {
    EXPECT_TRUE(saw(of(i), SeenKind::data, data));
    EXPECT_TRUE(saw(of(i), SeenKind::listing, tree.root()));
  }
  EXPECT_FALSE(saw(of(2), SeenKind::data, data));
}

TEST_F(Batch, libraries_belong_to_every_extension_that_needs_them) {
  tree.write("a.py", "import _sqlite3\n");
  tree.write("b.py", "import ctypes, ctypes.util, _ctypes\n");
  tree.write("c.py", "import sqlite3\n");
  import({"a", "b", "c"});
  const Paths alone = paths(of(0), SeenKind::library);
  ASSERT_FALSE(alone.empty());
  const Paths later = paths(of(2), SeenKind::library);
  EXPECT_TRUE(std::includes(later.begin(), later.end(), alone.begin(), alone.end()));
}

TEST_F(Batch, a_circle_that_fails_in_one_order_only_is_marked) {
  tree.write("one.py", "from two import b\na = 1\n");
  tree.write("two.py", "try: from one import a\nexcept ImportError: import fallback\nb = 1\n");
  tree.write("fallback.py", "");
  tree.write("fails.py", "import lives\nfrom lives import value\n");
  tree.write("lives.py", "from fails import nothing\nvalue = 1\n");
  import({"lives", "fails"});
  EXPECT_TRUE(is_exact(0));
  EXPECT_TRUE(of(1).order_dependent || of(1).outcome == ImportOutcome::raised);
  EXPECT_TRUE(is_exact(1) || of(1).order_dependent);
  import({"one", "two"});
  EXPECT_TRUE(modules(0).contains("fallback.py"));
}

TEST_F(Batch, a_culprit_ends_its_own_import_and_that_of_its_importers) {
  tree.write("helper.py", "");
  tree.write("culprit.py", "import helper\nimport os; os._exit(3)\n");
  tree.write("a.py", "import helper\n");
  tree.write("b.py", "import culprit\n");
  tree.write("c.py", "import helper\nprint('c')\n");
  tree.write("d.py", "import helper, culprit\n");
  tree.write("e.py", "print('e')\n");
  import({"a", "b", "c", "culprit", "d", "e"});
  ASSERT_EQ(report.files.size(), 6u);
  for (size_t i : {1, 3, 4}) {
    EXPECT_EQ(of(i).outcome, ImportOutcome::exited) << i;
    EXPECT_EQ(of(i).exception, "exit status 3") << i;
    EXPECT_TRUE(modules(i).contains("culprit.py")) << i;
    EXPECT_TRUE(modules(i).contains("helper.py")) << i;
  }
  for (size_t i : {0, 2, 5}) EXPECT_EQ(of(i).outcome, ImportOutcome::imported) << i << of(i).exception;
  EXPECT_EQ(modules(2), (Paths{"c.py", "helper.py"}));
  EXPECT_EQ(of(2).output, "c\n");
  EXPECT_EQ(of(5).output, "e\n");
}

TEST_F(Batch, a_culprit_that_never_ends_costs_its_time_limit_and_no_more) {
  start({"--time-limit", "0.4"});
  tree.write("culprit.py", "while True: pass\n");
  Names names = {"culprit"};
  for (int i = 0; i < 12; ++i) {
    names.push_back("user" + std::to_string(i));
    tree.write(names.back() + ".py", "import culprit\n");
  }
  const auto begin = std::chrono::steady_clock::now();
  import(names);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
  ASSERT_EQ(report.files.size(), names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(of(i).outcome, ImportOutcome::timed_out) << i;
    EXPECT_EQ(of(i).exception, "no end after 0.4 s");
  }
}

TEST_F(Batch, the_time_limit_is_for_each_file) {
  start({"--time-limit", "1"});
  Names names;
  for (int i = 0; i < 4; ++i) {
    names.push_back("slow" + std::to_string(i));
    tree.write(names.back() + ".py", "import time; time.sleep(0.4)\n");
  }
  import(names);
  for (size_t i = 0; i < names.size(); ++i) EXPECT_EQ(of(i).outcome, ImportOutcome::imported) << of(i).exception;
}

TEST_F(Batch, what_dies_of_the_others_only_is_imported_first_in_a_process) {
  tree.write("a.py", "import sys; sys.poison = True\n");
  tree.write("b.py", "import sys, os\nif hasattr(sys, 'poison'): os._exit(1)\n");
  tree.write("c.py", "import b\n");
  import({"a", "b", "c"});
  ASSERT_EQ(report.files.size(), 3u);
  EXPECT_EQ(of(1).outcome, ImportOutcome::imported) << of(1).exception;
  EXPECT_TRUE(of(1).first);
  EXPECT_EQ(of(2).outcome, ImportOutcome::imported);
}

TEST_F(Batch, where_a_sub_interpreter_will_not_do_the_rest_goes_to_the_main_one) {
  tree.write("a.py", "");
  tree.write("forks.py", "import os\nif os.fork() == 0: os._exit(0)\nos.wait()\n");
  tree.write("b.py", "");
  import({"a", "forks", "b"});
  EXPECT_EQ(of(0).way, "sub-interpreter");
  EXPECT_EQ(of(1).way, "main interpreter");
  EXPECT_EQ(of(1).outcome, ImportOutcome::imported) << of(1).exception;
  EXPECT_EQ(of(2).outcome, ImportOutcome::imported);
}

TEST_F(Batch, many_that_end_their_process_are_better_asked_one_by_one) {
  Names names;
  for (int i = 0; i < 60; ++i) {
    names.push_back("file" + std::to_string(i));
    tree.write(names.back() + ".py", "import os; os._exit(0)\n");
  }
  import(names);
  EXPECT_GT(report.files.size(), 4u);
  EXPECT_LT(report.files.size(), names.size());
}

TEST_F(Batch, too_many_processes_are_an_error_in_the_module) {
  start({"--process-limit", "3"});
  tree.write("bomb.py", "import subprocess\nfor i in range(9): subprocess.run(['true'])\n");
  tree.write("modest.py", "import subprocess\nfor i in range(3): subprocess.run(['true'])\n");
  import({"bomb", "modest"});
  EXPECT_EQ(of(0).exception, "OSError: lintcache: the import has started too many processes");
  EXPECT_EQ(of(1).outcome, ImportOutcome::imported) << of(1).exception;
}

TEST(BatchWithEveryPython, gives_what_single_imports_give) {
  ScratchTree tree;
  tree.write("p/__init__.py", "from .a import *\n");
  tree.write("p/a.py", "import json, decimal, _sqlite3\n__all__ = ['b']\nfrom . import b\n");
  tree.write("p/b.py", "import n.inner, importlib\nimportlib.import_module('.c', 'p')\n");
  tree.write("p/c.py", "try: import p.missing\nexcept ImportError: import asyncio\n");
  tree.write("n/inner.py", "import p.broken\n");
  tree.write("p/broken.py", "import fractions\nraise KeyError('x')\n");
  tree.write("lone.py", "import typing, dataclasses\n@dataclasses.dataclass\nclass A: x: int\n");
  tree.write("user.py", "import lone, p\n");
  const Names files = {"user", "lone", "p/c", "n/inner", "p/broken", "p/b", "p/a", "p/__init__"};
  for (const Python& python : pythons()) {
    SCOPED_TRACE(python.version);
    TestWorker worker(tree.root(), {.python = python});
    ImportBatch batch;
    for (const std::string& file : files)
      batch.push_back({tree.path(file + ".py"), dotted_name(tree.path(file + ".py"), tree.root()), tree.root()});
    const BatchReport all = worker.ask(batch);
    ASSERT_EQ(all.files.size(), files.size());
    for (size_t i = 0; i < files.size(); ++i) {
      SCOPED_TRACE(files[i]);
      const ImportReport alone = worker.ask(batch[i]);
      const ImportReport together = report_of(all, i);
      if (together.order_dependent && !together.first) continue;  // it is asked for alone
      EXPECT_EQ(together.way, "sub-interpreter");
      EXPECT_EQ(together.exception, alone.exception);
      for (const Seen& seen : alone.seen)
        EXPECT_NE(std::find(together.seen.begin(), together.seen.end(), seen), together.seen.end())
            << static_cast<int>(seen.kind) << " " << seen.path << " " << seen.detail;
    }
  }
}

}  // namespace
}  // namespace lintcache::test
