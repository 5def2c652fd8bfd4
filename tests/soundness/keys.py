# SPDX-License-Identifier: MIT
"""What the numbered cases share: real linters on a small tree, one change, and what may run again because of it."""
import contextlib
import copy
import functools
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "behaviour"))

from support import BACKEND, HERE, LINTCACHE, PYTHON, Story, expect, expect_equal, fail, skip

NEWEST = os.environ.get("PYTHON_NEWEST")
# Few messages make pylint fast, and those that stay are about what other files hold.
PYLINT = ("[MAIN]\n{main}[MESSAGES CONTROL]\ndisable=all\nenable=no-member,import-error,no-name-in-module,wrong-import-order,"
          "unexpected-keyword-arg,unused-import{more}\n")
# Of what runs this test, nothing shall reach what it tests but this.
OUTSIDE = {name: os.environ[name] for name in ("PATH", "LINTCACHE_DIR", "LINTCACHE_MAX_SIZE", "LD_LIBRARY_PATH") if name in os.environ}


def limit(why):
    """Mark a case of which helpers/README.md says that it is not seen: so it has to fail, or it is a limit no more."""
    def mark(case):
        @functools.wraps(case)
        def unseen(nest):
            try:
                case(nest)
            except SystemExit as end:
                if end.code != 1:
                    raise
                print(f"as stated: {why}")
            else:
                fail("no limit any more: make it a case, and take it out of helpers/README.md")
        return unseen
    return mark


def pylintrc(more="", main=""):
    """The text of a pylintrc with the messages of these cases, and more."""
    return PYLINT.format(more="," + more if more else "", main=main)


class Nest:
    """A source tree two levels below a home of its own, and the command that lints it."""

    def __init__(self):
        self.home = HERE / "user"
        self.place = "user/work/tree"  # below HERE
        self.tree.mkdir(parents=True)
        # Linters that look for their configuration in all directories above stop here.
        (HERE / ".git").mkdir()
        self.site = None          # of the environment that `own_environment` makes
        self.python = PYTHON
        self.tools = ["pylint"]
        self.options = []         # what else the command line says
        self.outside = {"HOME": str(self.home)}  # variables of who calls
        self.state = HERE / "state"
        self.before = None        # the run before the change
        self.kept = []            # what the change has touched, and where it is kept

    @property
    def tree(self):
        """The source tree."""
        return HERE / self.place

    def path(self, name):
        """A path below the tree; `~/` is the home, `elsewhere:` and `site:` are other places, and `..` leads upwards."""
        place, colon, rest = name.rpartition(":")
        if name.startswith("~/"):
            return self.home / name[2:]
        top = {"": self.tree, "elsewhere": HERE / "elsewhere", "site": self.site}[place if colon else ""]
        return Path(os.path.normpath(top / rest))

    # What may change. Each is undone after the change.

    def keep(self, path):
        """Keep what a path holds, to put it back; parents that are not there yet are not there afterwards."""
        while not path.parent.exists():
            path = path.parent
        aside = HERE / "aside" / str(len(self.kept))
        shutil.rmtree(aside, ignore_errors=True)
        aside.parent.mkdir(exist_ok=True)
        copy_anything(path, aside)
        self.kept.append((path, aside))

    def put_back(self):
        """Undo all changes since the last run that `change` began with, as a checkout would: with new times."""
        for path, aside in reversed(self.kept):
            remove_anything(path)
            copy_anything(aside, path)
            remove_anything(aside)
        self.kept.clear()

    def write(self, name, text=""):
        """Write a file with its parents; returns its path."""
        path = self.path(name)
        self.keep(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def write_all(self, **texts):
        """Write modules of the tree; two underscores in a name stand for a slash, and `init` for `__init__`."""
        for name, text in texts.items():
            *packages, module = name.split("__")
            self.write("/".join([*packages, "__init__" if module == "init" else module]) + ".py", text)

    def edit(self, name, old, new):
        """Replace a part of a file."""
        text = self.path(name).read_text()
        expect(old in text, f"{name} does not hold {old!r}")
        self.write(name, text.replace(old, new))

    def remove(self, name):
        """Remove a file or a directory."""
        self.keep(self.path(name))
        remove_anything(self.path(name))

    def rename(self, old, new):
        """Rename a file or a directory."""
        self.keep(self.path(old))
        self.keep(self.path(new))
        self.path(new).parent.mkdir(parents=True, exist_ok=True)
        os.rename(self.path(old), self.path(new))

    def link(self, name, target):
        """Make a symbolic link, or let one lead elsewhere."""
        path = self.path(name)
        self.keep(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_anything(path)
        path.symlink_to(target)

    def own_environment(self, *distributions, base=PYTHON):
        """Lint with an environment of its own: what `base` has, and copies of these distributions, to tamper with."""
        environment = HERE / "environment"
        subprocess.run([base, "-m", "venv", "--without-pip", "--system-site-packages", str(environment)], check=True)
        self.site = next(environment.glob("lib/python3*/site-packages"))
        self.python = str(environment / "bin/python3")
        for place in places_of(base, distributions):
            copy_anything(Path(place), self.site / os.path.basename(place))

    def distribution(self, name, version="1.0", entry_points="", where="site:"):
        """Install a distribution by hand; where it is installed already, this is another version of it."""
        top = f"{where}{name}.dist-info/"
        self.write(top + "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        if entry_points:
            self.write(top + "entry_points.txt", entry_points)

    # What is expected.

    def lint(self, state=None):
        """Lint the tree."""
        time.sleep(0.02)  # what a file held when it was imported is doubtful where it changed just before
        story = Story(self.place, state=str(state or self.state))
        run = story.run("env", "-i", *(f"{name}={value}" for name, value in {**OUTSIDE, **self.outside}.items()),
                        LINTCACHE, "lint", str(self.tree), "--state", str(story.state), "--python", self.python,
                        *(["--backend", BACKEND] if BACKEND else []),
                        *(["--tools", ",".join(self.tools)] if self.tools else []), *self.options)
        expect(run.summary is not None and run.status in (0, 1), "the run failed", run)
        expect(not run.summary["failures"], "a linter broke", run)
        run.verdict = verdict_of(run, story)
        return run

    def lint_fresh(self):
        """Lint the tree as if it had never been linted."""
        fresh = HERE / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        run = self.lint(fresh)
        expect_equal(run.summary["run"], run.summary["tasks"], "tasks of the run with a fresh state")
        return run

    def begin(self):
        """Lint the tree the first time: all runs; the second time nothing does."""
        self.before = self.lint()
        expect_equal(self.before.summary["run"], self.before.summary["tasks"], "tasks of the first run")
        expect(self.before.summary["tasks"], "nothing to lint", self.before)
        self.expect_same(self.before, 0, "nothing changed")
        self.kept.clear()
        return self.before

    def expect_run(self, least, most, why, reason=None):
        """Lint the tree: so many tasks run, for this reason, or one of "this|that", or so many for each of a dictionary."""
        run = self.lint()
        ran = run.summary["run"]
        expect(ran >= least, f"STALE: {ran} tasks run, at least {least} should have: {why}", run)
        expect(ran <= most, f"{ran} tasks run, at most {most} should have: {why}", run)
        reasons = run.summary.get("reasons")
        if isinstance(reason, dict):
            expect_equal(reasons, reason, "reasons in summary.json")
        elif reason and ran:
            expect(reasons is not None and set(reasons) <= set(reason.split("|")) and sum(reasons.values()) == ran,
                   f"reasons in summary.json: {reasons} instead of {ran} times {reason}", run)
        return run

    def expect_same(self, before, most, why):
        """Lint the tree: at most so many tasks run, and all is told as before."""
        run = self.expect_run(0, most, why)
        expect(run.verdict == before.verdict, f"STALE: other findings than before: {why}", run, "before:", before)

    @contextlib.contextmanager
    def change(self, run, most=None, reason=None, same=None, back=0):
        """The change, done in the body: at least `run` tasks run again, at most `most` (as many, if not said).

        Their verdicts differ from those before unless they are said to be the `same`, and are those of a fresh run.
        Once what was changed is put back, at most `back` tasks run again.
        """
        if self.before is None:
            self.begin()
        self.kept.clear()
        before = self.before
        command = {name: copy.deepcopy(getattr(self, name)) for name in ("tools", "options", "outside", "python", "place")}
        yield
        again = self.expect_run(run, run if most is None else most, "what was changed", reason)
        fresh = self.lint_fresh()
        expect(again.verdict == fresh.verdict, "STALE: not what a fresh run says", again, "fresh:", fresh)
        is_same = run == 0 if same is None else same
        expect((fresh.verdict == before.verdict) == is_same, "the case shows nothing: a fresh run says " +
               ("something else than before" if is_same else "the same as before"), fresh)
        self.expect_same(again, 0, "nothing changed since")
        self.put_back()
        self.__dict__.update(command)
        self.expect_same(before, back, "all is as it was before the change")


def verdict_of(run, story):
    """Exit status, all that is told of the tree, and the logs; without the place where all that lies."""
    place = os.fsencode(story.source)
    logs = {task: (verdict, text.replace(str(story.source), "TREE")) for task, (verdict, text) in story.outputs().items()}
    return run.status, [line.replace(place, b"TREE") for line in run.findings], logs


def remove_anything(path):
    """Remove a file, a link or a directory, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def copy_anything(source, target):
    """Copy a file, a link or a directory, if there is one."""
    if source.is_symlink():
        target.symlink_to(os.readlink(source))
    elif source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy(source, target)


def places_of(python, distributions):
    """The modules, packages and metadata of distributions of an interpreter."""
    ask = ("import importlib.util, json, os, sys\nfrom importlib import metadata\nfor name in sys.argv[1:]:\n"
           "    print(metadata.distribution(name)._path)\n    origin = importlib.util.find_spec(name).origin\n"
           "    print(os.path.dirname(origin) if origin.endswith('__init__.py') else origin)\n")
    return subprocess.run([python, "-c", ask, *distributions], check=True, capture_output=True, text=True).stdout.splitlines()


def newest(case):
    """Mark a case that needs the newest linters."""
    case.needs_newest = True
    return case


def tell(cases):
    """Run the case that the command line names, or say which there are."""
    known = {name[5:]: case for name, case in cases.items() if re.match(r"case_\d{3}_", name)}
    if len(sys.argv) != 2 or sys.argv[1] not in known:
        fail("name a case: " + " ".join(known))
    case = known[sys.argv[1]]
    print(case.__doc__)
    if getattr(case, "needs_newest", False) and not NEWEST:
        skip("there are no newest linters")
    nest = Nest()
    if getattr(case, "needs_newest", False):
        nest.python = NEWEST
    case(nest)
