#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints how many words and bytes each file has."""
from wordtally import options, report


def main():
    """Read the files and print the table."""
    texts = {}
    for name in options.parse().files:
        with open(name) as file:
            texts[name] = file.read()
    print(report.table(texts))


if __name__ == "__main__":
    main()
