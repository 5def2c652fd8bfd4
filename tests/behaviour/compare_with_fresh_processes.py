#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Compares, file by file, what LintCache shows with what each linter prints about the file in a fresh process."""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

FLAKE8 = re.compile(r"(?P<line>\d+):(?P<column>\d+): (?P<rule>[A-Z]+\d+) (?P<text>.*)", re.DOTALL)
PYLINT = re.compile(r"(?P<line>\d+):(?P<column>\d+): [A-Z]\d{4}: (?P<text>.*) \((?P<rule>[a-z0-9-]+)\)", re.DOTALL)


def fresh_output(options, tool, file):
    """Run the linter by itself, as its user would, with LintCache's default environment."""
    kept = ("PATH", "HOME", "USER", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment.update({"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"})
    script = os.path.join(os.path.dirname(options.python), tool)
    command = [options.python, script] if os.path.exists(script) else [options.python, "-m", tool]
    done = subprocess.run([*command, file], cwd=options.tree, env=environment, capture_output=True, check=False)
    if done.stderr:
        sys.exit(f"{tool} {file} complains: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()


def fresh_findings(options, tool, file):
    """Return the findings that the linter prints, each as `line:column text [rule]`, sorted."""
    messages = []
    foreign = False  # pylint may say something about another file, too
    for line in fresh_output(options, tool, file).splitlines():
        if line.startswith(file + ":"):
            foreign = False
            messages.append(line[len(file) + 1:])
        elif re.match(r".+:\d+:\d+: [A-Z]\d{4}: ", line):
            foreign = True
        elif not foreign and messages and line and not re.match(r"\*{13} |-{10}|Your code has been rated", line):
            messages[-1] += " " + line
    found = []
    for message in messages:
        match = (FLAKE8 if tool == "flake8" else PYLINT).fullmatch(message)
        if not match:
            sys.exit(f"{tool} {file} prints something unexpected: {message}")
        column = int(match["column"]) + (tool == "pylint")
        found.append(f"{match['line']}:{max(column, 1)} {match['text']} [{match['rule']}]")
    return sorted(found)


def cached_findings(options, tool):
    """Return {file: findings} of LintCache, in the same form, and its exit status."""
    done = subprocess.run([options.lintcache, "lint", options.tree, "--state", options.state, "--python", options.python,
                           "--tools", tool, *(os.path.join(options.tree, file) for file in options.files)],
                          capture_output=True, check=False)
    found = {}
    for line in done.stderr.decode().splitlines():
        match = re.fullmatch(r"(.*?):(\d+:\d+): (?:warning|error): (.*)", line)
        if match:
            file = os.path.relpath(match[1], options.tree)
            found.setdefault(file, []).append(f"{match[2]} {match[3]}")
    return {file: sorted(findings) for file, findings in found.items()}, done


def compare(options, tool):
    """Print the differences for one linter; return how many files differ."""
    cached, done = cached_findings(options, tool)
    if done.returncode not in (0, 1):
        sys.exit(f"lintcache failed: {done.stderr.decode()[-2000:]}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        fresh = list(pool.map(lambda file: fresh_findings(options, tool, file), options.files))
    different = 0
    for file, findings in zip(options.files, fresh):
        shown = cached.pop(file, [])
        if shown != findings:
            different += 1
            print(f"{file}: {tool} by itself {sorted(set(findings) - set(shown))}, "
                  f"LintCache {sorted(set(shown) - set(findings))}")
    if cached:
        different += len(cached)
        print(f"LintCache shows findings of files that were not asked for: {sorted(cached)}")
    summary = json.load(open(os.path.join(options.state, "summary.json"), encoding="utf-8"))
    print(f"{tool}: {len(options.files)} files, {sum(map(len, fresh))} findings, {different} files differ, "
          f"{summary['run']} run, {summary['cached']} cached")
    return different, done.stderr


def main():
    """Compare the linters, fresh and replayed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree")
    parser.add_argument("files", nargs="*", help="relative to the tree; default: all that LintCache finds")
    parser.add_argument("--lintcache", default=os.environ.get("LINTCACHE", "lintcache"))
    parser.add_argument("--python", default=os.environ.get("PYTHON", "/usr/bin/python3"))
    parser.add_argument("--tools", default="flake8,pylint")
    parser.add_argument("--state", help="default: a temporary directory")
    options = parser.parse_args()
    options.tree = os.path.abspath(options.tree)
    with tempfile.TemporaryDirectory() as temporary:
        options.state = options.state or temporary
        if not options.files:
            listed = subprocess.run([options.lintcache, "discover", options.tree, "--state", options.state, "--names"],
                                    capture_output=True, check=True, text=True)
            options.files = listed.stdout.splitlines()
        different = 0
        for tool in options.tools.split(","):
            wrong, first = compare(options, tool)
            different += wrong
            again = cached_findings(options, tool)[1]
            if again.stderr != first or b" 0 run, " not in again.stdout:
                print(f"{tool}: the replay differs: {again.stdout.decode()}")
                different += 1
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
