# SPDX-License-Identifier: MIT
"""Bad houses are complained about, good ones are not: each test builds one in an empty directory."""
import contextlib
import io
import os
import tempfile
import unittest

import agreements
import check_house
import rules
from sources import find_sources

LICENCE = "SPDX-License-Identifier: MIT"


class HouseTest(unittest.TestCase):
    """A house made of a few files."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = directory.name

    def write(self, path, text, mode=0o644):
        """Add a file to the house."""
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(full, mode)

    def cpp(self, path, code):
        """Add a C++ file that opens well."""
        self.write(path, f"// {LICENCE}\n// Is here for a test.\n{code}\n")

    def complaints(self, rule):
        """Return what the rule says, as path:line: text."""
        return [f"{path}:{line}: {text}" for path, line, text in rule(find_sources(self.root))]

    def expect(self, rule, *parts):
        """Expect one complaint for each part, in this order, and no others."""
        found = self.complaints(rule)
        self.assertEqual(len(found), len(parts), found)
        for complaint, part in zip(found, parts):
            self.assertIn(part, complaint)


class IncludesTest(HouseTest):
    """Arrows between rooms."""

    rule = staticmethod(rules.includes_go_down)

    def test_down_and_inside(self):
        """A room may include itself and what lies below."""
        self.cpp("helpers/run/a.cpp", '#include "run/b.h"\n#include "base/c.h"\n#include <sys/stat.h>')
        self.expect(self.rule)

    def test_up(self):
        """No room includes what lies above it."""
        self.cpp("helpers/base/a.h", '#pragma once\n#include "model/b.h"')
        self.expect(self.rule, "helpers/base/a.h:4: base lies below model")

    def test_sideways(self):
        """Rooms on one floor do not know each other."""
        self.cpp("helpers/plan/a.cpp", '#  include  "store/b.h"')
        self.expect(self.rule, "plan and store lie on one floor")

    def test_agreed_neighbours(self):
        """What was agreed on may be included."""
        agreements.NEIGHBOURS["plan", "store"] = "a test"
        self.addCleanup(agreements.NEIGHBOURS.clear)
        self.cpp("helpers/plan/a.cpp", '#include "store/b.h"')
        self.expect(self.rule)

    def test_worker_sees_little(self):
        """Some rooms see less than their floor would allow."""
        self.cpp("helpers/worker/a.cpp", '#include "model/b.h"\n#include "digest/c.h"')
        self.expect(self.rule, "helpers/worker/a.cpp:4: worker may include only base and model")

    def test_unknown_room(self):
        """A new room needs a floor."""
        self.cpp("helpers/attic/a.cpp", "")
        self.cpp("helpers/base/a.cpp", '#include "attic/b.h"')
        self.expect(self.rule, "the room attic stands on no floor", "there is no room attic")

    def test_comments_include_nothing(self):
        """An include in a comment or a string is none."""
        self.cpp("helpers/base/a.cpp", '// #include "cli/a.h"\n/*\n#include "cli/a.h"\n*/\n')
        self.expect(self.rule)


class PythonTest(HouseTest):
    """Python's C API."""

    rule = staticmethod(rules.python_in_one_room)

    def test_header(self):
        """Its header is included nowhere, not even in the worker."""
        self.cpp("helpers/worker/a.cpp", "#include <Python.h>")
        self.cpp("helpers/worker/b.cpp", '#include "python3.11/Python.h"')
        self.expect(self.rule, "worker/a.cpp:3: Python's headers", "worker/b.cpp:3: Python's headers")

    def test_names(self):
        """Its names are known to the worker only."""
        self.cpp("helpers/worker/a.cpp", "PyObject* a();")
        self.cpp("helpers/run/a.cpp", '// Py_Initialize\nconst char* b = "PyObject";\nint c = Py_IsInitialized();')
        self.expect(self.rule, "helpers/run/a.cpp:5: only worker/ knows Python's C API, but here is Py_IsInitialized")


class OpeningTest(HouseTest):
    """The first two lines."""

    rule = staticmethod(rules.files_open_well)

    def test_good(self):
        """Each language has its own comments; a sentence may go on in the next line; data need none."""
        self.cpp("helpers/base/a.h", "#pragma once")
        self.write("cmake/a.cmake", f"# {LICENCE}\n# Is here\n# for a test.\n")
        self.write("tests/a.py", f'#!/usr/bin/env python3\n# {LICENCE}\n"""Is here for a test."""\n')
        self.write("tests/run", f"#!/bin/bash\n# {LICENCE}\n# Says what follows:\n# that.\n")
        self.write("tests/consume/installed_files.txt", "bin/lintcache\n")
        self.write("README.md", "# Title\n")
        self.expect(self.rule)

    def test_no_licence(self):
        """The licence stands in the first line."""
        self.write("helpers/base/a.h", "// Is here for a test.\n")
        self.write("tests/run", f"#!/bin/bash\n\n# {LICENCE}\n# Is here.\n")
        self.write("tests/empty.py", "")
        self.expect(self.rule, "helpers/base/a.h:1: the first line", "tests/empty.py:1:", "tests/run:2: the first line")

    def test_no_sentence(self):
        """What follows is a sentence, and it is there."""
        self.write("helpers/base/a.h", f"// {LICENCE}\n#pragma once\n")
        self.write("helpers/base/b.h", f"// {LICENCE}\n// b\n")
        self.write("tests/c.py", f"# {LICENCE}\nimport os\n")
        self.expect(self.rule, "a.h:2: the second line", "b.h:2: the second line", "c.py:2: the second line")


class LengthTest(HouseTest):
    """Files and functions."""

    rule = staticmethod(rules.nothing_outgrows_the_house)
    long = "  call();\n" * 59

    def test_file(self):
        """A file has at most 400 lines, or explains itself."""
        self.cpp("helpers/base/a.cpp", "\n" * 397)
        self.expect(self.rule)
        self.cpp("helpers/base/a.cpp", "\n" * 398)
        self.expect(self.rule, "helpers/base/a.cpp:1: has 401 lines")
        self.cpp("helpers/base/a.cpp", "// Long because: it is a test." + "\n" * 398)
        self.expect(self.rule)
        self.cpp("helpers/base/a.cpp", "// Long because:\n" + "\n" * 398)
        self.expect(self.rule, "helpers/base/a.cpp:1: has 402 lines")

    def test_cpp_functions(self):
        """The longest function that is allowed, and one line more, wherever it stands."""
        self.cpp("helpers/base/a.cpp", f"void a() {{\n{self.long[10:]}}}\n")
        self.expect(self.rule)
        self.cpp("helpers/base/a.cpp", f"namespace n {{\nint x = 1;\nvoid a() {{\n{self.long}}}\n}}\n")
        self.expect(self.rule, "helpers/base/a.cpp:5: a has 61 lines")
        self.cpp("helpers/base/a.cpp",
                 f"struct S {{\n  int i{{1}};\n  S(int j)\n      : i{{j}} {{\n{self.long}}}\n}};\n")
        self.expect(self.rule, "helpers/base/a.cpp:5: S has 62 lines")

    def test_cpp_braces_that_mean_nothing(self):
        """Braces in strings, comments and directives close no function."""
        noise = "  b = '}'; c = \"}\"; // }\n  d = R\"x(}\n)\")x\"; /* } */\n#define E } \\\n }\n"
        self.cpp("helpers/base/a.cpp", f"void a() {{\n{noise}{self.long}}}\n")
        self.expect(self.rule, "a has 66 lines")
        self.cpp("helpers/base/a.cpp", "void a() {\n}\n" + "constexpr int k_b = 1'000;\n" * 60 + "void c() {\n}\n")
        self.expect(self.rule)

    def test_cmake_functions(self):
        """CMake's functions and macros as well."""
        self.write("cmake/a.cmake", f"# {LICENCE}\n# Is here.\nfunction(a)\n{self.long}endfunction()\n")
        self.expect(self.rule, "cmake/a.cmake:3: a has 61 lines")

    def test_python_functions(self):
        """Python's too."""
        self.write("tests/a.py", f'# {LICENCE}\n"""Is here."""\nclass A:\n  def a(self):\n{"    call()" + chr(10)}'
                   + "    call()\n" * 59)
        self.expect(self.rule, "tests/a.py:4: a has 61 lines")


class FormatTest(HouseTest):
    """What goes to disk."""

    rule = staticmethod(rules.formats_have_versions)

    def build(self):
        """Build the smallest house in which every format and writer is known."""
        definitions = {
            "helpers/discovery/manifest.cpp": "constexpr int k_manifest_format = 1;",
            "helpers/store/state_store.cpp": "constexpr int64_t k_version = 1;",
            "helpers/digest/disk_snapshot.cpp": 'constexpr std::string_view k_magic = "LCSN\\x01";',
            "helpers/store/result_store.cpp": 'constexpr const char* k_name = "results-1.sqlite";',
            "helpers/plan/static_key.cpp": 'constexpr std::string_view k_key_version = "1";',
            "helpers/worker/worker_loop.cpp": 'constexpr const char* k_protocol_version = "1";',
            "helpers/store/sidecar_text.cpp": 'constexpr std::string_view k_version = "lintcache sidecar 1";',
            "helpers/report/progress_json.cpp": "constexpr int k_progress_format = 1;",
            "helpers/report/timeline.cpp": "constexpr int k_timeline_format = 1;",
            "helpers/store/memo_format.cpp": 'constexpr const char* k_memo_version = "1";',
            "helpers/store/memo_store.cpp": 'constexpr const char* k_commands = "commands-1.sqlite";',
            "helpers/trace/packed_trace.cpp": 'constexpr std::string_view k_magic{"LCTR\\x01", 5};',
        }
        self.assertEqual(set(definitions), {path for path, _ in agreements.FORMATS.values()})
        for path, code in definitions.items():
            self.cpp(path, code)
        for path in agreements.WRITERS:
            self.cpp(path, "auto written = write_atomically(file, text);")

    def test_good(self):
        """All versions are defined, all writers known."""
        self.build()
        self.expect(self.rule)

    def test_no_version(self):
        """A version is a number that stands where it was agreed to stand."""
        self.build()
        self.cpp("helpers/discovery/manifest.cpp", "constexpr int k_manifest_format = current();")
        self.expect(self.rule, "helpers/discovery/manifest.cpp:1: the version of manifest.json")

    def test_unknown_writer(self):
        """Whoever writes has said what."""
        self.build()
        self.cpp("helpers/run/a.cpp", "// write_atomically\nvoid a() { write_if_changed(b, c); }")
        self.expect(self.rule, "helpers/run/a.cpp:4: writes to disk")

    def test_writer_that_does_not(self):
        """The table of writers holds no other."""
        self.build()
        self.cpp("helpers/run/lint_tree.cpp", "")
        self.expect(self.rule, "helpers/run/lint_tree.cpp:1: is said to write")


class TestsTest(HouseTest):
    """Tests by path."""

    rule = staticmethod(rules.every_source_has_a_test)

    def test_all(self):
        """A source without a test, one with it, and one that needs none."""
        for path in agreements.TESTED_ELSEWHERE:
            self.cpp(path, "")
        self.cpp("helpers/worker/a.cpp", "")
        self.cpp("helpers/base/a.cpp", "")
        self.expect(self.rule, "helpers/base/a.cpp:1: should be tested in tests/helpers/base/a_test.cpp")
        self.cpp("tests/helpers/base/a_test.cpp", "")
        self.expect(self.rule)

    def test_table_is_true(self):
        """What is said to be tested elsewhere is there, and has no test of its own."""
        paths = sorted(agreements.TESTED_ELSEWHERE)
        for path in paths[1:]:
            self.cpp(path, "")
        self.cpp("tests/" + paths[1].replace(".cpp", "_test.cpp"), "")
        self.expect(self.rule, f"{paths[1]}:1: is said to have no test", f"{paths[0]}:1: is named in")


class LeftOverTest(HouseTest):
    """Words and paths that do not belong here."""

    rule = staticmethod(rules.nothing_is_left_over)

    def test_bad(self):
        """Reminders and somebody's directories."""
        self.write("README.md", "TO" "DO: write\n/ho" "me/anna/lintcache\nsee /ro" "ot/.cache\n")
        self.expect(self.rule, "README.md:1: says TO" "DO", "README.md:2: names a path", "README.md:3: names a path")

    def test_good(self):
        """Words and paths that only look like it."""
        self.write("README.md", "TODOS, $HOME/x, ${prefix}/ro" "ot/x, https://example.org/home/anna, /roots/x, /home/u\n")
        self.expect(self.rule)


class ScriptTest(HouseTest):
    """Executable bits."""

    rule = staticmethod(rules.scripts_can_be_run)

    def test_bits(self):
        """Scripts have it, other files do not."""
        self.write("tests/run", "#!/bin/sh\n", 0o755)
        self.write("tests/a.py", "", 0o644)
        self.expect(self.rule)
        self.write("tests/run", "#!/bin/sh\n", 0o644)
        self.write("tests/a.py", "", 0o755)
        self.expect(self.rule, "tests/a.py:1: should not be executable", "tests/run:1: should be executable")


class ProgramTest(HouseTest):
    """The program around the rules."""

    def run_program(self):
        """Return its exit status and what it printed."""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            status = check_house.main(self.root)
        return status, printed.getvalue()

    def test_complaint_fails(self):
        """A complaint is a line that IDEs understand, and makes the program fail."""
        self.cpp("helpers/base/a.h", '#include "cli/b.h"')
        status, printed = self.run_program()
        self.assertEqual(status, 1)
        self.assertIn(f"{self.root}/helpers/base/a.h:3:1: error: base lies below cli", printed)

    def test_build_directories_are_left_out(self):
        """Build directories are no part of the house."""
        for path in ("build/a.h", "build-tests/a.h", "example-project/build/a.h", "helpers/build/a.h"):
            self.cpp(path, "TO" "DO")
        found = self.complaints(rules.nothing_is_left_over)
        self.assertEqual([complaint.split(":")[0] for complaint in found], ["helpers/build/a.h"])


if __name__ == "__main__":
    unittest.main()
