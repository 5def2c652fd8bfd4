#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check_house.py ROOT: prints what breaks the rules of the house, one complaint a line; fails if there is one."""
import os
import sys

from rules import RULES
from sources import find_sources


def main(root):
    """Check the house and return the exit status."""
    sources = find_sources(root)
    complaints = sorted({complaint for rule in RULES for complaint in rule(sources)})
    for path, line, text in complaints:
        print(f"{os.path.join(root, path)}:{line}:1: error: {text}")
    print(f"{len(sources)} files, {len(RULES)} rules, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
