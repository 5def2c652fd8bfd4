# SPDX-License-Identifier: MIT
"""The comparison sees what is missing, and says why something is there that a fresh interpreter did not have."""
import unittest

from comparison import Comparison

TRUTH = {"raised": "", "files": {"/t/a.py": "a", "/l/b.py": "b", "/l/e.cpython-311.so": "e"}, "directories": ["/t/ns"],
         "libraries": ["/l/libx.so.1", "/l/e.cpython-311.so"], "opened": ["/t/data.txt", "/c/b.pyc", "/proc/self/maps"],
         "listed": ["/t/plugins"], "asked": ["a", "b", "e", "gone"], "start_up": ["/l/os.py"]}
FOOTPRINT = [("/t/a.py", "runtime", "a"), ("/l/b.py", "runtime", "b"), ("/l/e.cpython-311.so", "extension", "e"),
             ("/t/ns", "runtime", "ns"), ("/l/libx.so.1", "library", ""), ("/t/data.txt", "data", ""),
             ("/t/plugins", "data", ""), ("/t/read.py", "static", "read")]


def compare(footprint, outcome="imported", truth=TRUTH):
    """A comparison of the one file."""
    comparison = Comparison(at_start={"/l/libc.so.6"})
    comparison.add("/t/a.py", truth, (outcome, "", footprint))
    return comparison


class ComparisonTest(unittest.TestCase):
    """One footprint, changed in one thing."""

    def test_the_same(self):
        """Nothing is missing, nothing is extra, and what the kernel or byte code gives is not asked for."""
        comparison = compare(FOOTPRINT)
        self.assertEqual((comparison.missing, comparison.share), ([], 0))
        self.assertEqual(dict(comparison.wanted), {"module": 2, "extension": 1, "directory": 1, "library": 1, "data": 2})

    def test_each_entry_counts(self):
        """Whichever entry is left out is missed, but for what only reading text has found."""
        for entry in FOOTPRINT:
            missing = compare([other for other in FOOTPRINT if other != entry]).missing
            self.assertEqual([path for _, _, path in missing], [] if entry[1] == "static" else [entry[0]])

    def test_reading_text_is_no_import(self):
        """A module that is known from text only was not recorded."""
        changed = [(path, "static" if path == "/l/b.py" else origin, module) for path, origin, module in FOOTPRINT]
        self.assertEqual(compare(changed).missing, [("/t/a.py", "module", "/l/b.py")])

    def test_libraries_of_the_worker(self):
        """A library that LintCache's own process has from the start cannot be seen to come."""
        truth = {**TRUTH, "libraries": TRUTH["libraries"] + ["/l/libc.so.6"]}
        self.assertEqual(compare(FOOTPRINT, truth=truth).missing, [])

    def test_another_outcome(self):
        """An import that raises on one side only."""
        self.assertEqual(len(compare(FOOTPRINT, outcome="raised").missing), 1)
        self.assertEqual(len(compare(FOOTPRINT, truth={**TRUTH, "raised": "ValueError"}).missing), 1)
        self.assertEqual(compare(FOOTPRINT, outcome="raised", truth={**TRUTH, "raised": "ValueError"}).missing, [])

    def test_extras(self):
        """Each extra has a reason, and counts once."""
        more = [("/l/gone.py", "runtime", "gone"), ("/l/os.py", "runtime", "os"), ("/l/other.py", "runtime", "other"),
                ("/l/other.py", "runtime", "other"), ("/l/liby.so", "library", ""), ("/t/no.py", "absent", "")]
        comparison = compare(FOOTPRINT + more)
        self.assertEqual((sum(comparison.extra.values()), len(comparison.extra)), (4, 4))
        self.assertAlmostEqual(comparison.share, 4 / 7)


if __name__ == "__main__":
    unittest.main()
