# SPDX-License-Identifier: MIT
"""Prepares text for counting."""
import re
import string

QUOTES = {"\u2018": "'","\u2019": "'"}


def plain(text):
    """Return the text with plain quotes and single blanks."""
    for fancy, simple in QUOTES.items():
        text = text.replace(fancy, simple)
    return re.sub(r"\s+", " ", text).strip()
