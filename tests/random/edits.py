# SPDX-License-Identifier: MIT
"""Random edits of a project: each makes a step, that is, operations and the run that follows them."""
import copy

from modules import any_module, stub_text
from project import CHECKER, LOCAL, MODULES, PACKAGES, STANDARD, Project, configuration
from world import LIBRARIES, TREE

EVERYTHING = {"tools": None, "files": [], "options": [], "variables": {}}


class Edits:
    """Makes steps for a world that it looks at."""

    def __init__(self, rng, world, tools):
        self.rng, self.world, self.tools = rng, world, tools
        self.project = Project(rng)
        self.settings = {**copy.deepcopy(EVERYTHING), "tools": tools}
        self.snapshots = []
        self.entries = {}

    def first_step(self):
        """What makes the project and lints it for the first time."""
        self.settings["options"] = ["--python-path", f"@/{LIBRARIES}"]
        return self.step("begin", self.project.first_operations())

    def step(self, what, operations, **more):
        """A step as data."""
        return {"what": what, "operations": operations, "during": [], "kill": None, "again": [],
                **copy.deepcopy(self.settings), **more}

    def next_step(self):
        """Another edit."""
        self.entries = self.world.snapshot()
        if self.rng.random() < 0.3:
            self.snapshots = self.snapshots[-5:] + [self.entries]
        names = list(WEIGHTS)
        while True:
            name = self.rng.choices(names, [WEIGHTS[name] for name in names])[0]
            step = getattr(self, name)()
            if step:
                return step

    # What there is to choose from.

    def files(self, end=".py", place=TREE):
        """Names of files of the world."""
        return sorted(name for name, (kind, _) in self.entries.items()
                      if kind == "file" and name.startswith(place + "/") and name.endswith(end)
                      and not name.endswith("/lintcache.json"))

    def a_file(self, end=".py", place=TREE):
        """One of them, or none."""
        files = self.files(end, place)
        return self.rng.choice(files) if files else None

    def directories(self):
        """Directories of the tree."""
        return sorted(name for name, (kind, _) in self.entries.items() if kind == "directory" and name.startswith(TREE + "/"))

    def changed_text(self):
        """(path, text, what) of a changed module of the tree or of the library."""
        known = [path for path in self.project.modules if self.entries.get(path, [""])[0] == "file"]
        if not known:
            return None
        path = self.rng.choice(sorted(known))
        module, what = self.project.modules[path].changed_by(self.rng, self.project.targets(path))
        self.project.modules[path] = module
        return path, module.text(), what

    # Edits.

    def edit_content(self):
        """Change what modules say."""
        changes = [self.changed_text() for _ in range(self.rng.choice((1, 1, 1, 2, 3)))]
        if not all(changes):
            return None
        write = self.rng.choice(("write", "write", "replace", "write-same-time"))
        return self.step("content: " + ", ".join(f"{what} in {path}" for path, _, what in changes),
                         [[write, path, text] for path, text, _ in changes])

    def edit_new(self):
        """A new module somewhere, which may shadow another one."""
        path = self.project.any_path()
        if path in self.entries:
            return None
        return self.step("new " + path, [self.project.write_module(path)])

    def edit_shadow(self):
        """A file with the name of a standard module, of an installed one, or of one that stands elsewhere in the tree."""
        names = STANDARD + ("six", "outside", "yaml", "single") + MODULES
        directory = self.rng.choice(["", *[name[len(TREE) + 1:] + "/" for name in self.directories()]])
        end = self.rng.choice((".py", ".py", "/__init__.py", ".cpython-311-x86_64-linux-gnu.so", "/deep.py"))
        path = f"{TREE}/{directory}{self.rng.choice(names)}{end}"
        if end.endswith(".so"):
            return self.step("extension " + path, [["write", path, "no library"]])
        return self.step("shadow " + path, [self.project.write_module(path)])

    def edit_remove(self):
        """Remove a file, or a directory."""
        choice = [self.a_file(), self.a_file(""), self.a_file("", LIBRARIES)] + self.directories()[:1]
        path = self.rng.choice(choice)
        prune = [["prune"]] if self.rng.random() < 0.5 else []
        return path and self.step("remove " + path, [["remove", path], *prune])

    def edit_rename(self):
        """Rename a file, perhaps with its users."""
        path = self.a_file()
        if not path:
            return None
        to = self.project.any_path()
        if path in self.project.modules:
            self.project.modules[to] = self.project.modules.pop(path)
        operations = [["rename", path, to]]
        if self.rng.random() < 0.5:
            operations += [["write", user, text.replace(path[:-3].rpartition("/")[2], to[:-3].rpartition("/")[2])]
                           for user, (kind, text) in self.entries.items() if kind == "file" and user.endswith(".py") and user != path
                           and not text.startswith("base64:")]
        return self.step(f"rename {path} to {to}", operations)

    def edit_move(self):
        """Move a directory."""
        directories = self.directories()
        if not directories:
            return None
        path, to = self.rng.choice(directories), f"{TREE}/{self.rng.choice(PACKAGES)}"
        if (to + "/").startswith(path + "/") or (path + "/").startswith(to + "/"):
            return None
        for name in [name for name in self.project.modules if name.startswith(path + "/")]:
            self.project.modules[to + name[len(path):]] = self.project.modules.pop(name)
        return self.step(f"move {path} to {to}", [["rename", path, to]])

    def edit_stub(self):
        """A stub appears, changes or vanishes."""
        stub = self.a_file(".pyi")
        if stub and self.rng.random() < 0.6:
            return self.step("stub vanishes: " + stub, [["remove", stub]])
        path = self.a_file(".py", self.rng.choice((TREE, LIBRARIES)))
        return path and self.step(f"stub {path}i", [["write", path + "i", stub_text(self.rng)]])

    def edit_init(self):
        """An __init__.py appears or vanishes."""
        there = [name for name in self.files() if name.endswith("/__init__.py")]
        missing = [name + "/__init__.py" for name in self.directories() if name + "/__init__.py" not in self.entries]
        missing += [TREE + "/__init__.py"]
        if there and self.rng.random() < 0.5:
            path = self.rng.choice(there)
            return self.step("__init__ vanishes: " + path, [["remove", path]])
        path = self.rng.choice(missing)
        text = self.rng.choice(("", "", any_module(self.rng, self.project.targets()).text()))
        return self.step("__init__ appears: " + path, [["write", path, text]])

    def edit_configuration(self):
        """Configuration appears, changes or vanishes: in the tree, above it, at home."""
        known = [name for name in self.entries if name.rpartition("/")[2] in CONFIGURATIONS]
        if known and self.rng.random() < 0.45:
            path = self.rng.choice(sorted(known))
            return self.step("configuration vanishes: " + path, [["remove", path]])
        name, text = configuration(self.rng)
        place = self.rng.choice((TREE, TREE, TREE, "outer", ".", "home", "home/.config", TREE + "/pkg"))
        path = name if place == "." else f"{place}/{name}"
        return self.step("configuration " + path, [["write", path, text]])

    def edit_plugin(self):
        """What a plugin finds, or whether it is there."""
        text = self.rng.choice((CHECKER, CHECKER, LOCAL)).replace("WHAT", self.rng.choice(("alpha", "beta", "gamma")))
        path = f"{TREE}/plugins/local.py" if text.startswith("class") else f"{LIBRARIES}/finds.py"
        return self.step("plugin " + path, [["write", path, text]])

    def edit_environment(self):
        """A variable that matters, or one that does not; options."""
        variables, options = self.settings["variables"], self.settings["options"]
        what = self.rng.choice(("IDLE", "MODE", "PYLINTRC", "PYTHONPATH", "HOME", "COLUMNS", "LC_ALL", "mode", "top", "--extra-inputs"))
        if what == "mode":
            options[2:] = self.rng.choice((["--environment", "MODE=on"], ["--environment", "MODE=off"], []))
        elif what == "top":
            options[:2] = self.rng.choice((["--python-path", f"@/{LIBRARIES}"], ["--python-path", "@/elsewhere"]))
        elif what == "--extra-inputs":
            options[2:] = self.rng.choice((["--extra-inputs", f"@/{TREE}/data.txt"], []))
        elif what in variables and self.rng.random() < 0.6:
            del variables[what]
        else:
            variables[what] = {"PYLINTRC": "@/elsewhere/pylintrc", "PYTHONPATH": "@/elsewhere/one", "HOME": "@/elsewhere",
                               "LC_ALL": "C"}.get(what, str(self.rng.randrange(40, 90)))
        return self.step(f"settings: {what}", [])

    def edit_time(self):
        """Times change, content does not."""
        names = sorted(name for name in self.entries if name.startswith((TREE, LIBRARIES)))
        some = self.rng.sample(names, min(len(names), self.rng.choice((1, 1, 3, 50))))
        seconds = self.rng.choice((0, 0, -3600, 3600, -1e9, 1e8))
        return self.step(f"time of {len(some)} files: {seconds}", [["time", name, seconds] for name in some])

    def edit_under_cover(self):
        """A change that keeps the size, and the time perhaps."""
        path = self.a_file(".py", self.rng.choice((TREE, TREE, LIBRARIES)))
        text = self.entries[path][1] if path else ""
        old, new = self.rng.choice((("alpha", "gamma"), ("Delta", "Sigma"), ("core", "util"), ("TABLE", "TABLF"), ("(1)", "(9)")))
        if self.rng.random() < 0.5:
            old, new = new, old
        if old not in text or text.startswith("base64:"):
            return None
        self.project.modules.pop(path, None)
        operations = [[self.rng.choice(("write", "write-same-time", "replace")), path, text.replace(old, new)]]
        if self.rng.random() < 0.5:
            operations.append(["time", path, self.rng.choice((-3600, -1, 3600))])
        return self.step(f"under cover: {old} to {new} in {path}", operations)

    def edit_link(self):
        """A link to a directory or a file appears, leads elsewhere, or is a file again."""
        name = self.rng.choice(("linked", "pkg/linked", "core.py", "pkg/util.py", "pkg/core.py"))
        up = "../" * (2 + name.count("/"))
        target = self.rng.choice(("one", "two", "nowhere")) + ("/core.py" if name.endswith(".py") else "")
        path = f"{TREE}/{name}"
        self.project.modules.pop(path, None)
        if self.entries.get(path, [""])[0] == "directory":
            return None
        return self.step(f"link {path} to {target}", [["link", path, f"{up}elsewhere/{target}"]])

    def edit_elsewhere(self):
        """What lies behind links and on other search paths changes."""
        path = self.rng.choice(("elsewhere/one/core.py", "elsewhere/two/core.py", "elsewhere/core.py", "elsewhere/pylintrc"))
        text = configuration(self.rng)[1] if path.endswith("rc") else any_module(self.rng, self.project.targets()).text()
        return self.step("elsewhere: " + path, [["write", path, text]])

    def edit_data(self):
        """A data file that is read at import."""
        path = self.a_file("data.txt") or f"{TREE}/data.txt"
        return self.step("data " + path, [["write", path, self.rng.choice(MODULES) + "\n"]])

    def edit_odd(self):
        """What stands where a module should be: bytes of no encoding, a directory, an empty package."""
        path = self.a_file()
        what = self.rng.choice(("base64:I2NvZGluZzogbGF0aW4tMQpURVhUID0gJ+kn\n", "base64:VEVYVCA9ICfpJwo=", "base64:AAAAAA==", "", "\ufeffalpha = 1\n",
                                "alpha = 1\r\nbeta = alpha\r\n"))
        if not path:
            return None
        self.project.modules.pop(path, None)
        if self.rng.random() < 0.2:
            return self.step("directory " + path, [["remove", path], ["directory", path]])
        if self.rng.random() < 0.2:
            return self.step("empty directory " + path[:-3], [["directory", path[:-3]]])
        return self.step("odd text in " + path, [["write", path, what]])

    def edit_back(self):
        """All is as it was in an earlier state."""
        if not self.snapshots:
            return None
        return self.step("back to an earlier state", [["restore", self.rng.choice(self.snapshots)]])

    def edit_part(self):
        """A change, and then only a part is linted: some files, or some tools."""
        change = self.changed_text()
        files = self.files()
        if not change or not files:
            return None
        some = self.rng.sample(files, min(len(files), self.rng.randint(1, 4)))
        tools = self.rng.choice((self.tools, *[[tool] for tool in self.tools]))
        return self.step(f"{change[2]} in {change[0]}; a part is linted", [["write", *change[:2]]], files=some, tools=tools)

    def edit_killed(self):
        """The run after a change is killed, and another one follows."""
        change = self.changed_text()
        return change and self.step(f"{change[2]} in {change[0]}; killed", [["write", *change[:2]]],
                                    kill=[self.rng.uniform(0.005, 1.5), self.rng.choice(("driver", "all", "interrupt"))])

    def edit_during(self):
        """A file changes while the linters run, and perhaps changes back; another run follows."""
        first, second = self.changed_text(), self.changed_text()
        if not first or not second:
            return None
        before = self.entries[second[0]][1] if second[0] != first[0] else first[1]
        back = [["write-same-time", second[0], before]] if self.rng.random() < 0.5 else []
        if back:
            self.project.modules.pop(second[0], None)
        return self.step(f"{first[2]} in {first[0]}; meanwhile {second[2]} in {second[0]}" + (" and back" if back else ""),
                         [["write", *first[:2]]], again=back,
                         during=[self.rng.uniform(0.01, 0.8), [["write", *second[:2]]], self.rng.uniform(0.01, 0.6)])


CONFIGURATIONS = ("setup.cfg", ".flake8", "tox.ini", "pylintrc", ".pylintrc", "pyproject.toml", ".editorconfig", ".isort.cfg", "mypy.ini")
WEIGHTS = {"edit_content": 20, "edit_new": 6, "edit_shadow": 8, "edit_remove": 6, "edit_rename": 5, "edit_move": 3, "edit_stub": 4,
           "edit_init": 5, "edit_configuration": 11, "edit_plugin": 2, "edit_environment": 6, "edit_time": 4, "edit_under_cover": 8,
           "edit_link": 4, "edit_elsewhere": 4, "edit_data": 3, "edit_odd": 2, "edit_back": 6, "edit_part": 4, "edit_killed": 4,
           "edit_during": 6}
