# SPDX-License-Identifier: MIT
"""Compares what a fresh interpreter loaded with what LintCache recorded."""
import collections
import os

MODULES = ("runtime", "extension")
OF_A_RUN = MODULES + ("library", "data", "absent")  # the rest comes from reading text
OF_THE_KERNEL = ("/proc/", "/sys/", "/dev/")
BYTE_CODE = ".pyc"


def wanted(truth, file):
    """{kind: paths} that a footprint has to hold."""
    files = set(truth["files"]) | {file}
    extensions = {path for path in files if ".so" in os.path.basename(path)}
    read = {path for path in truth["opened"] + truth["listed"]
            if path not in files and not path.endswith(BYTE_CODE) and not path.startswith(OF_THE_KERNEL)}
    return {
        "module": files - extensions,
        "extension": extensions,
        "directory": set(truth["directories"]),
        "library": set(truth["libraries"]) - extensions,
        "data": read,
    }


class Comparison:
    """Counts over many files; what is missing is kept whole."""

    def __init__(self, at_start=()):
        self.at_start = set(at_start)  # libraries that LintCache's own process has from the start
        self.wanted = collections.Counter()
        self.extra = collections.Counter()
        self.examples = {}
        self.missing = []
        self.files = self.died = 0

    def add(self, file, truth, recorded):
        """Compare one file: its absolute path, what a fresh interpreter says, what is recorded."""
        self.files += 1
        outcome, exception, inputs = recorded
        if truth is None:
            self.died += 1
            if outcome == "imported":
                self.missing.append((file, "death", "a fresh interpreter died"))
            return
        if (outcome == "imported") != (truth["raised"] == ""):
            self.missing.append((file, "outcome", f"fresh {truth['raised'] or 'imported'}, recorded {outcome} {exception}"))
        held = {path for path, origin, _ in inputs if origin in OF_A_RUN}
        for kind, paths in wanted(truth, file).items():
            self.wanted[kind] += len(paths)
            for path in sorted(paths - held):
                if kind == "library" and path in self.at_start:
                    self.wanted[kind] -= 1
                else:
                    self.missing.append((file, kind, path))
        self.add_extras(file, truth, inputs)

    def add_extras(self, file, truth, inputs):
        """Sort what is recorded beyond the truth by why it is there."""
        everything = set().union(*wanted(truth, file).values())
        told = set()
        for path, origin, module in inputs:
            if origin not in OF_A_RUN or origin == "absent" or path in everything or path in told:
                continue
            told.add(path)
            if origin in MODULES:
                why = self.why_module(path, module, truth)
            else:
                why = f"{origin}, read or loaded for another file of the batch"
            self.extra[why] += 1
            self.examples.setdefault(why, (file, path))

    @staticmethod
    def why_module(path, module, truth):
        """Why a module may be recorded that was not in sys.modules at the end."""
        if path in truth["start_up"]:
            return "module that start-up had loaded"
        if path in truth["opened"] or module in truth["asked"]:
            return "module that ran and raised, or left sys.modules: its text decided"
        return "module that another file of the batch made a shared module load"

    @property
    def share(self):
        """Extras for each entry wanted."""
        return sum(self.extra.values()) / max(sum(self.wanted.values()), 1)

    def lines(self):
        """The account, as text."""
        entries = ", ".join(f"{number} {kind}" for kind, number in sorted(self.wanted.items()))
        yield f"{self.files} files, {self.died} of them died: {entries}; {len(self.missing)} missing, {self.share:.2%} extra"
        for why, number in self.extra.most_common():
            file, path = self.examples[why]
            yield f"  {number} extra: {why}; such as {path} for {file}"
        holes = collections.defaultdict(list)
        for file, kind, path in self.missing:
            holes[kind, path].append(file)
        for (kind, path), files in sorted(holes.items(), key=lambda hole: -len(hole[1]))[:30]:
            yield f"  MISSING {kind} {path} of {len(files)}, such as {files[0]}"
