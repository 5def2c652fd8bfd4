# SPDX-License-Identifier: MIT
"""The rival: one fresh interpreter for each file, which imports it and says what that loaded."""
import concurrent.futures
import json
import os
import subprocess
import tempfile
from pathlib import Path

QUESTION = Path(__file__).with_name("in_a_fresh_interpreter.py").read_text(encoding="utf-8")
PATIENCE = 60  # seconds for one file


def name_of(file):
    """(import root, dotted name) of a file; no name where only its path leads to it."""
    file = Path(file)
    names = [] if file.name == "__init__.py" else [file.name.removesuffix(".py")]
    directory = file.parent
    while (directory / "__init__.py").exists():
        names.insert(0, directory.name)
        directory = directory.parent
    in_words = file.name.endswith(".py") and not any("." in name for name in names)
    return str(directory), ".".join(names) if in_words else ""


def environment(byte_code):
    """What LintCache gives a program by default, and a place for byte code; None: it is not kept."""
    kept = ("PATH", "HOME", "USER", "TMPDIR")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    found["LANG"] = "C.UTF-8"
    found.update({"PYTHONDONTWRITEBYTECODE": "1"} if byte_code is None else {"PYTHONPYCACHEPREFIX": str(byte_code)})
    return found


def command(python, file, result):
    """The command that asks about one file."""
    root, name = name_of(file)
    return [python, "-c", QUESTION, root, name, str(file), str(result)]


def ask(python, tree, file, byte_code):
    """What a fresh interpreter says, as a dictionary; None if it died."""
    with tempfile.NamedTemporaryFile() as result:
        subprocess.run(command(python, file, result.name), cwd=tree, env=environment(byte_code), stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=PATIENCE)
        text = Path(result.name).read_text(encoding="utf-8")
    return json.loads(text) if text else None


def ask_all(python, tree, files, byte_code, processes=2):
    """{file: what a fresh interpreter says}."""
    with concurrent.futures.ThreadPoolExecutor(processes) as pool:
        return dict(zip(files, pool.map(lambda file: ask(python, tree, os.path.join(tree, file), byte_code), files)))
