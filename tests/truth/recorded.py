# SPDX-License-Identifier: MIT
"""LintCache's side: the one place that knows how its footprints are asked for."""
import json
import os
import subprocess

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")


def command(tree, state, python, files, *options):
    """The command that infers the footprints of files, in the order in which they are named."""
    return [LINTCACHE, "deps", str(tree), *files, "--json", "--state", str(state), "--python", python, *options]


def footprints(tree, state, python, files, *options):
    """{file: (outcome, exception, [(real path, origin, module), ...])}; the files are relative to the tree."""
    done = subprocess.run(command(tree, state, python, [os.path.join(tree, file) for file in files], *options),
                          capture_output=True, stdin=subprocess.DEVNULL, check=False, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"lintcache deps failed with {done.returncode}: {done.stderr[-2000:]}")
    found = {}
    for line in done.stdout.splitlines():
        one = json.loads(line)
        inputs = [(os.path.realpath(entry["path"]), entry["origin"], entry.get("module", "")) for entry in one["footprint"]]
        found[one["file"]] = one["outcome"], one.get("exception", ""), inputs
    return found
