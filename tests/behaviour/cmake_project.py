# SPDX-License-Identifier: MIT
"""A CMake project that stories configure and build."""
import json
import os
import shutil
import subprocess

from support import DIAGNOSTIC, HERE, PYTHON, expect

# Generator, and whether its build tree holds several configurations.
GENERATORS = {"Ninja": False, "Unix Makefiles": False, "Ninja Multi-Config": True}


class Project:
    """A project with one lint tree `app` in python/, in a directory of its own with a build tree."""

    def __init__(self, generator, keywords="", before="", languages="NONE"):
        self.several = GENERATORS[generator]
        self.source = HERE / generator.replace(" ", "-")
        self.build = self.source / "build"
        self.write("CMakeLists.txt", f"""
cmake_minimum_required(VERSION 3.22)
project(story LANGUAGES {languages})
find_package(LintCache REQUIRED)
{before}
lint_python_tree(app SOURCE_DIR python PYTHON {PYTHON} {keywords})
""")
        self.generator = generator

    def write(self, name, text):
        """Write a file of the project with its parents."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def configure(self):
        """Configure; how often that happens, also during a build, is kept count of in `configured`."""
        with open(self.source / "CMakeLists.txt", "a", encoding="utf-8") as file:
            file.write('file(APPEND "${CMAKE_BINARY_DIR}/configured" "x")\n')
        command = ["cmake", "-S", str(self.source), "-B", str(self.build), "-G", self.generator,
                   f"-DCMAKE_PREFIX_PATH={os.environ['LINTCACHE_PREFIX']}"]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        expect(done.returncode == 0, "configuring failed", done.stdout, done.stderr)

    @property
    def configured(self):
        """How often the project was configured."""
        return len((self.build / "configured").read_text())

    def target(self, name, *options):
        """Build a target."""
        summary = self.state() / "summary.json"
        summary.unlink(missing_ok=True)
        done = subprocess.run(["cmake", "--build", str(self.build), "--target", name, *options], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return Build(done, summary)

    def state(self, config="Debug"):
        """The state directory of the tree."""
        state = self.build / "lintcache/app"
        return state / config if self.several else state

    def remove(self, name):
        """Remove a file or directory of the project."""
        path = self.source / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


class Build:
    """What building a target gave."""

    def __init__(self, done, summary):
        self.status = done.returncode
        self.out = done.stdout
        self.findings = [line for line in done.stdout.splitlines() if DIAGNOSTIC.fullmatch(line)]
        self.summary = json.loads(summary.read_bytes()) if summary.exists() else None

    def __str__(self):
        return f"status {self.status}, summary {self.summary}\n{self.out.decode(errors='backslashreplace')}"

    def expect(self, succeeds, **counts):
        """Fail unless the target succeeded or failed as wanted, with these numbers in its summary."""
        expect((self.status == 0) == succeeds, f"the target {'failed' if succeeds else 'succeeded'}", self)
        expect(self.summary is not None or not counts, "there is no summary.json", self)
        for key, wanted in counts.items():
            actual = self.summary[key]
            expect(actual == wanted, f"summary.json: {key} is {actual} instead of {wanted}", self)
        return self
