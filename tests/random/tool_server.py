# SPDX-License-Identifier: MIT
"""tool_server.py TOOL PROGRAM ARGUMENT...: runs a linter in a fork of a process that has loaded its code, and has linted nothing yet.

Each line of standard input is a JSON list of files; each line of the answer a list of [status, output, complaints,
paths of files that were opened].
"""
import importlib
import json
import os
import sys
import tempfile

LOADED_BEFORE = {"pylint": ("pylint.lint", "astroid"), "flake8": ("flake8.main.cli", "pycodestyle", "pyflakes.checker"), "isort": ("isort.main",),
                 "mypy": ("mypy.main",), "black": ("black",)}
AT_ONCE = 2
OPENED = []


def note(event, arguments):
    """Remember what is opened."""
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        OPENED.append(os.path.abspath(os.fsdecode(arguments[0])))


def run(command, out, err):
    """Become the tool."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    program = command[0]
    sys.argv[:] = command
    sys.path[0] = os.path.dirname(program)
    with open(program, encoding="utf-8") as script:
        code = compile(script.read(), program, "exec")
    sys.addaudithook(note)
    main = type(sys)("__main__")
    main.__file__ = program
    sys.modules["__main__"] = main
    exec(code, main.__dict__)  # pylint: disable=exec-used


def start(command):
    """(process, its output, complaints and opened files) of a fork that runs the command."""
    files = tempfile.TemporaryFile(), tempfile.TemporaryFile(), tempfile.TemporaryFile()
    process = os.fork()
    if process:
        return process, files
    status = 1
    try:
        run(command, *files[:2])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # pylint: disable=broad-except
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        files[2].write("\n".join(OPENED).encode(errors="backslashreplace"))
        files[2].flush()
        os._exit(status)


def finish(process, files):
    """What the fork ended with and wrote."""
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    texts = []
    for file in files:
        file.seek(0)
        texts.append(file.read().decode(errors="backslashreplace"))
        file.close()
    return [status, *texts[:2], texts[2].splitlines()]


def answer(command, files):
    """All files, a few at a time."""
    running, answers = [], []
    for file in files:
        if len(running) == AT_ONCE:
            answers.append(finish(*running.pop(0)))
        running.append(start([*command, file]))
    return answers + [finish(*one) for one in running]


if __name__ == "__main__":
    for name in LOADED_BEFORE.get(sys.argv[1], ()):
        importlib.import_module(name)
    words = sys.argv[2:]
    for line in sys.stdin:
        reply = answer(words, json.loads(line))
        sys.__stdout__.write(json.dumps(reply) + "\n")
        sys.__stdout__.flush()
