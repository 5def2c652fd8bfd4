# SPDX-License-Identifier: MIT
"""Tests of the preparation of text."""
import unittest

from wordtally import text


class PlainTest(unittest.TestCase):
    """Plain text out of fancy text."""

    def test_quotes(self):
        """Fancy quotes become plain."""
        self.assertEqual(text.plain("it\u2019s"), "it's")

    def test_blanks(self):
        """Blanks are folded."""
        self.assertEqual(text.plain(" a \n b "), "a b")
