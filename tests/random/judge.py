# SPDX-License-Identifier: MIT
"""Compares what LintCache showed after a step with what the tools say, and with what a fresh LintCache says."""
from cached import FINDING, Cached
from oracle import KNOWN, options_of


def differences(shown, truth):
    """What is wrong, as lines. `truth` is {tool: {file: findings or None}}."""
    wrong = []
    broke = sorted((file, tool) for tool, said in truth.items() for file, found in said.items() if found is None)
    broken_files = {file for file, _ in broke}
    wanted, got = ({line for line in lines if line.split(":")[0] not in broken_files} for lines in
                   ((line for said in truth.values() for found in said.values() for line in found or []), shown.findings))
    wrong += [f"missing: {line}" for line in sorted(wanted - got)] + [f"too much: {line}" for line in sorted(got - wanted)]
    status = 3 if broke else 1 if any(found for said in truth.values() for found in said.values()) else 0
    if shown.status != status:
        wrong.append(f"exit status {shown.status} instead of {status}; broke: {broke}; {shown.others[:5]}")
    for tool, said in truth.items():
        for file, found in said.items():
            records = shown.records.get((file, tool), [])
            if found is not None and records != ["log" if found else "stamp"]:
                wrong.append(f"{file}: {tool} left {records}, and said {found}")
    return wrong


def told(shown):
    """The lines with findings, in their order."""
    return [line for line in shown.err.splitlines() if FINDING.fullmatch(line)]


class Judge:
    """Knows the truth of a world."""

    def __init__(self, cached, oracle, fresh_state):
        self.cached, self.oracle = cached, oracle
        self.fresh = Cached(cached.world, fresh_state, cached.python, cached.tools)
        self.known = {}  # what `said_afresh` has found

    def truth(self, step, how, files):
        """{tool: {file: findings}}."""
        return {tool: how(step, tool, files) if tool in KNOWN else self.said_afresh(step, tool, files)
                for tool in step["tools"] or self.cached.tools}

    def said_afresh(self, step, tool, files):
        """{file: findings} of a tool that the oracle cannot read: by a LintCache that knows nothing yet."""
        about = self.cached.world.digest(), tool, tuple(options_of(self.cached.world, step)), tuple(sorted(step["variables"].items())), tuple(files)
        if about not in self.known:
            self.fresh.forget()
            shown = self.fresh.show({**step, "tools": [tool]})
            found = {file: [] if shown.status in (0, 1) else None for file in files}
            for line in shown.findings:
                if shown.status in (0, 1):
                    found.setdefault(line.split(":")[0], []).append(line)
            self.known[about] = found
        return self.known[about]

    def wrong_with(self, step, shown):
        """Compare with the tools, which are asked once more in processes of their own where they disagree."""
        if shown.status == 2:
            return self.wrong_with_complaint(step, shown)
        self.fresh.forget()
        files = self.fresh.files(step)
        wrong = differences(shown, self.truth(step, self.oracle.say, files))
        if wrong:
            wrong = differences(shown, self.truth(step, self.oracle.say_alone, files))
        return wrong

    def wrong_with_complaint(self, step, shown):
        """A run that refuses: so must a fresh one."""
        self.fresh.forget()
        fresh = self.fresh.show(step)
        return [] if fresh.status == 2 else [f"exit status 2 instead of {fresh.status}: {shown.others}"]

    def wrong_with_all(self, step, shown):
        """Compare with a fresh LintCache, byte by byte, and with tools in processes of their own."""
        self.fresh.forget()
        fresh = self.fresh.show(step)
        if shown.status == 2 or fresh.status == 2:
            return [] if shown.status == fresh.status else [f"exit status {shown.status}, fresh {fresh.status}"]
        wrong = []
        one, other = told(shown), told(fresh)
        if (fresh.status, other) != (shown.status, one):
            wrong.append(f"status {shown.status}, fresh {fresh.status}; only cached: {[line for line in one if line not in other]}; "
                         f"only fresh: {[line for line in other if line not in one]}; or another order")
        truth = self.truth(step, self.oracle.say_alone, self.fresh.files(step))
        return wrong + differences(shown, truth)
