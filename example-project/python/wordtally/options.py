# SPDX-License-Identifier: MIT
"""What can be said on the command line."""
import argparse


def parse(arguments=None):
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description="Count words in files.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    return parser.parse_args(arguments)
