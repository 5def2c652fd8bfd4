# SPDX-License-Identifier: MIT
"""Tools that the projects declare in lintcache.json, where they are installed beside the interpreter."""
import json
import os
import re

UPWARDS = ("", "../", "../../")
MYPY = r"(?<file>[^:]+):(?<line>[0-9]+):(?<column>[0-9]+): (?<severity>[a-z]+): (?<text>.*?)(  \[(?<rule>[a-z-]+)\])?$"


def upwards(*names):
    """Where configuration is looked for, as far up as the edits go."""
    return [above + name for above in UPWARDS for name in names]


DECLARED = {
    "mypy": {"command": ["mypy", "--cache-dir=/dev/null", "--no-error-summary", "--show-column-numbers", "--follow-imports=silent",
                         "--no-color-output", "{file}"],
             "scope": "closure", "findings_exit": [1, 2], "pattern": MYPY,
             "config": upwards("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")},
    "isort": {"command": ["isort", "--check-only", "{file}"], "scope": "self+fs", "findings_exit": [1],
              "config": upwards(".isort.cfg", "pyproject.toml", "setup.cfg", "tox.ini", ".editorconfig")},
    "black": {"command": ["black", "--check", "--quiet", "{file}"], "scope": "self", "findings_exit": [1, 123],
              "config": upwards("pyproject.toml")},
}


def declarations(tools):
    """The text of a lintcache.json that declares those of the tools which are not built in."""
    return json.dumps({"lint_tools": {name: DECLARED[name] for name in tools if name in DECLARED}}, indent=1)


def arguments(tool):
    """What stands between the program and the file."""
    return DECLARED[tool]["command"][1:-1] if tool in DECLARED else []


def installed(tools, python):
    """Those of the tools whose program lies beside the interpreter."""
    return [tool for tool in tools if os.access(os.path.join(os.path.dirname(python), tool), os.X_OK)]


def declared_findings(tool, file, status, out, err):
    """What LintCache says that the output of a declared tool means."""
    declaration = DECLARED[tool]
    if status != 0 and status not in declaration["findings_exit"]:
        return None
    found = []
    pattern = re.compile(declaration["pattern"].replace("(?<", "(?P<")) if "pattern" in declaration else None
    for line in (out + "\n" + err).splitlines() if pattern else []:
        if match := pattern.search(line):
            found.append(f"{match['file']}:{max(int(match['line']), 1)}:{max(int(match['column']), 1)} {match['text']} [{match['rule'] or tool}]")
    if status != 0 and not found:
        said = [line.strip() for line in (out + "\n" + err).splitlines() if line.strip()]
        found.append(f"{file}:1:1 {said[0] if said else tool + ' found something and does not say what'} [{tool}]")
    return sorted(found)
