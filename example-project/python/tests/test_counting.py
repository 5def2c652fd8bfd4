# SPDX-License-Identifier: MIT
"""Tests of counting, through the extension module."""
import unittest

from wordtally import counting


class CountTest(unittest.TestCase):
    """Counts of small texts."""

    def test_words(self):
        """Blanks of any kind separate words."""
        self.assertEqual(counting.count("one\ttwo \n three"), 3)
        self.assertEqual(counting.count(" "), 0)

    def test_bytes(self):
        """Text is counted in UTF-8."""
        self.assertEqual(counting.count("\u00e9", "bytes"), 2)

    def test_unknown_unit(self):
        """A unit that is not known is refused."""
        with self.assertRaises(ValueError):
            counting.count("one", "miles")
