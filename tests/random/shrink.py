# SPDX-License-Identifier: MIT
"""Makes a failure small: steps are left out, and operations, while it still fails; and writes it down as a script."""
import copy
import json
import shlex
import time

from cached import play
from world import as_bytes


class Shrinker:
    """Plays shortened sequences again until none gets shorter, or patience ends."""

    def __init__(self, judge, seconds, attempts=1):
        self.judge, self.end, self.attempts = judge, time.monotonic() + seconds, attempts
        self.played = 0

    def fails(self, steps):
        """Whether the last step of these is judged wrong, played from an empty world."""
        cached = self.judge.cached
        for _ in range(self.attempts):
            if time.monotonic() > self.end:
                return False
            self.played += 1
            cached.world.clear()
            cached.forget()
            self.judge.oracle.end()
            for step in steps:
                shown = play(cached, step)
            if self.judge.wrong_with(steps[-1], shown):
                return True
        return False

    def without(self, things, still_fails):
        """As few of the things as still fail: halves are left out first, then smaller parts."""
        size = max(len(things) // 2, 1)
        while size and things:
            start = 0
            while start < len(things):
                fewer = things[:start] + things[start + size:]
                if still_fails(fewer):
                    things = fewer
                else:
                    start += size
            size = size // 2 if size > 1 else 0
        return things

    def shrink(self, steps):
        """The shortest sequence found."""
        if not self.fails(steps):
            return steps
        last = steps[-1]
        # What other steps did may be needed, but not their runs: first whole steps, then operations, then settings.
        steps = self.without(steps[:-1], lambda fewer: self.fails(fewer + [last])) + [last]
        for number in range(len(steps)):
            def with_operations(operations, number=number):
                return [*steps[:number], {**steps[number], "operations": operations}, *steps[number + 1:]]
            steps = with_operations(self.without(steps[number]["operations"], lambda some: self.fails(with_operations(some))))
        for number, step in enumerate(steps):
            for key, plain in (("kill", None), ("files", []), ("variables", {})):
                if step[key] != plain:
                    simpler = copy.deepcopy(steps)
                    simpler[number][key] = plain
                    steps = simpler if self.fails(simpler) else steps
        return steps


def shell(operation):
    """An operation as a line of shell."""
    name, *words = operation
    quoted = [shlex.quote(word) if isinstance(word, str) else word for word in words]
    if name in ("write", "replace", "write-same-time"):
        data = as_bytes(words[1])
        write = f"mkdir -p \"$(dirname {quoted[0]})\"; printf %b {shlex.quote(escaped(data))} > {quoted[0]}"
        if name == "write-same-time":
            return f"touch -r {quoted[0]} .time; {write}; touch -r .time {quoted[0]}"
        return write if name == "write" else f"rm -f {quoted[0]}; {write}"
    return {
        "remove": lambda: f"rm -rf {quoted[0]}",
        "rename": lambda: f"mkdir -p \"$(dirname {quoted[1]})\"; mv -T {quoted[0]} {quoted[1]}",
        "link": lambda: f"mkdir -p \"$(dirname {quoted[0]})\"; ln -sfn {quoted[1]} {quoted[0]}",
        "directory": lambda: f"mkdir -p {quoted[0]}",
        "time": lambda: f"touch -h -d '{words[1]:.0f} seconds' {quoted[0]}",
        "prune": lambda: "find outer/tree -mindepth 1 -type d -empty -delete",
        "restore": lambda: "\n".join(["rm -rf outer libs home elsewhere; mkdir -p outer/tree libs home elsewhere"] +
                                     [shell([{"file": "write", "link": "link", "directory": "directory"}[kind], path, text])
                                      for path, (kind, text) in words[0].items()]),
    }[name]()


def escaped(data):
    """Bytes as printf's %b takes them."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte != 92 else "\\n" if byte == 10 else f"\\0{byte:03o}" for byte in data)


def script(cached, steps, wrong):
    """The sequence as a shell script that shows the failure."""
    lines = ["#!/bin/sh", "# Shows what LintCache says after the last step, and what a fresh one says.",
             *(f"# {line}" for line in wrong), 'LINTCACHE=${LINTCACHE:-lintcache}', 'W=$(mktemp -d); cd "$W"; mkdir -p outer/tree libs home elsewhere .git']
    for step in steps:
        command = [word.replace(str(cached.world.place), "@") for word in cached.command({**step, "files": []})]
        words = " ".join(shlex.quote(word) for word in command[1:]).replace("@", '"$W"').replace(str(cached.state), '"$W"/state')
        files = " ".join(shlex.quote(file) for file in step["files"])
        variables = " ".join(f"{name}={shlex.quote(value)}" for name, value in step["variables"].items()).replace("@", '"$W"')
        run = f'env -i PATH="$PATH" HOME="$W"/home {variables} "$LINTCACHE" {words}'.replace('"$W"/outer/tree ', f'"$W"/outer/tree {files} ', 1)
        lines += ["", f"# {step['what']}", *map(shell, step["operations"])]
        if step["kill"]:
            lines.append(f"# a run is killed here: {step['kill']}")
            lines.append(f"timeout -s KILL {step['kill'][0]:.3f} {run} >/dev/null 2>&1")
        if step["during"]:
            lines += [f"{run} >/dev/null 2>&1 & sleep {step['during'][0]:.3f}", *map(shell, step["during"][1]),
                      f"sleep {step['during'][2]:.3f}", *map(shell, step["again"]), "wait"]
        lines.append(f"{run} > .out 2> .err; echo status $?")
    lines += ["", "cat .err > cached.txt", run.replace('"$W"/state', '"$W"/fresh') + " > .out 2> fresh.txt; echo fresh status $?",
              "diff cached.txt fresh.txt && echo the same"]
    return "\n".join(lines) + "\n"


def dump(path, steps):
    """Steps as JSON, which --replay reads."""
    path.write_text(json.dumps(steps, indent=1), encoding="utf-8")
