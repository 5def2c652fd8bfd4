# SPDX-License-Identifier: MIT
"""Writes counts as a table."""
from wordtally import counting, text


def table(texts, units=["words", "bytes"]):
    """Return one line for each named text, with its counts."""
    rows = []
    for name, content in sorted(texts.items()):
        cells = (str(counting.count(text.plain(content), unit)) for unit in units if unit)
        rows.append("\t".join([name, *cells]))
    return "\n".join(rows)
