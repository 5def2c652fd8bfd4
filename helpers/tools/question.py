# SPDX-License-Identifier: MIT
# What an interpreter is asked about itself: prints one JSON object. See toolchain.cpp for what becomes of it.
# The first entry of sys.path is the current directory, where the tree's own modules could stand in for those of the
# standard library.
import sys


# What is there before anything is asked for ran when the interpreter started. Attributes are not asked for:
# a module may load itself when they are.
def file_of(module):
    try:
        return object.__getattribute__(module, "__dict__").get("__file__")
    except AttributeError:
        return None


started = {name: file_of(module) for name, module in list(sys.modules.items())}
sys.path.pop(0)
if sys.version_info < (3, 8):
    sys.exit("Python 3.8 or newer is needed, this is %d.%d" % sys.version_info[:2])
if sys.implementation.name != "cpython":
    sys.exit("CPython is needed, this is %s" % sys.implementation.name)
import email, importlib.machinery, importlib.util, json, os, re, site, sysconfig
from importlib import metadata

variables = sysconfig.get_config_vars()
tools = json.loads(sys.argv[1])


def libpython():
    names = [variables.get("INSTSONAME"), variables.get("LDLIBRARY")]
    for directory in (variables.get("LIBDIR"), variables.get("LIBPL"), os.path.join(sys.base_prefix, "lib"),
                      os.path.join(sys.base_prefix, "lib", variables.get("MULTIARCH") or "")):
        for name in names:
            path = os.path.join(directory or "", name or "")
            if name and ".so" in name and os.path.isfile(path):
                return path
    return ""


def launcher(tool, module):
    if not module or importlib.util.find_spec(module) is None:
        return None
    for directory in (os.path.dirname(sys.executable), sysconfig.get_path("scripts")):
        script = os.path.join(directory, tool)
        try:
            with open(script, "rb") as file:
                first = file.readline()
        except OSError:
            continue
        if first.startswith(b"#!") and b"python" in first:
            return [sys.executable, script]
    return [sys.executable, "-c", "import sys; sys.path.pop(0); sys.argv[0] = %r; import runpy; "
            "runpy.run_module(%r, run_name='__main__', alter_sys=True)" % (tool, module)]


def pth_files():
    for directory in sys.path:
        if os.path.isdir(directory):
            for name in sorted(os.listdir(directory)):
                if name.endswith(".pth"):
                    yield os.path.join(directory, name)


# In an archive a module has no file of its own.
def on_disk(path):
    while not os.path.exists(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    return path


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


# The lines of a .pth file that are run. What the others do is seen in sys.path.
def statements(path):
    return b"".join(line for line in content(path).splitlines(True)
                    if line.lstrip(b"\xef\xbb\xbf").startswith((b"import ", b"import\t")))


def hash_of(text):
    return importlib.util.source_hash(text).hex()


started = {module: path for module, path in started.items() if type(module) is type(path) is str and path}
started_files = sorted({on_disk(os.path.abspath(path)) for path in started.values()})
started_names = {module.partition(".")[0] for module in started} | {"sitecustomize", "usercustomize"}


# Names are bytes, and JSON is text: each byte becomes the letter with its number.
def name(path):
    return os.fsencode(path).decode("latin-1")


def names(paths):
    return [name(path) for path in paths]


# The same in an environment that was made elsewhere.
def symbolic(path):
    places = [(sys.prefix, "{prefix}"), (sys.base_prefix, "{base_prefix}")]
    # The tree may lie in the home: who asks knows a better name for what is in it.
    if not (path + "/").startswith(os.getcwd() + "/"):
        places.append((os.path.expanduser("~"), "~"))
    for place, symbol in sorted(places, key=lambda known: -len(known[0])):
        if len(place) > 1 and (path + "/").startswith(place + "/"):
            return symbol + path[len(place):]
    return path


# As the import that found it would call it.
def below_search_path(path):
    for directory in sorted(sys.path, key=len, reverse=True):
        if directory and path.startswith(directory.rstrip("/") + "/"):
            return path[len(directory.rstrip("/")) + 1:]
    return symbolic(path)


def start_up():
    """What runs when the interpreter starts: the standard library's part as one, the others by name."""
    library = sysconfig.get_path("stdlib") + "/"
    own = [file for file in started_files if file.startswith(library) and "-packages/" not in file]
    told = {"standard library at the start": hash_of(b"".join(b"%d " % len(text) + text for text in map(content, own)))}
    for file in started_files:
        if file not in own:
            told[below_search_path(file)] = hash_of(content(file))
    for file in pth_files():
        if statements(file):
            told[below_search_path(file)] = hash_of(statements(file))
    return told


def normal(text):
    return re.sub(r"[-_.]+", "-", text).lower()


class Distribution:
    def __init__(self, found):
        self.found = found
        text = found.read_text("METADATA") or found.read_text("PKG-INFO") or found.read_text("")
        # What follows is a description, which takes most of the time to parse.
        self.facts = email.message_from_string(text.partition("\n\n")[0])
        self.required = None
        self.name = self.facts["Name"]
        self.version = self.facts["Version"]
        self.place = str(getattr(found, "_path", ""))
        self.entry_points = [point for point in found.entry_points]

    def editable(self):
        """Where its sources are, if they are used in place."""
        text = self.found.read_text("direct_url.json")
        if text:
            facts = json.loads(text)
            if not facts.get("dir_info", {}).get("editable"):
                return ""
            from urllib.parse import unquote
            return " editable at " + symbolic(unquote(facts.get("url", "")[len("file://"):]))
        if any(os.path.exists(os.path.join(directory, self.name + ".egg-link")) for directory in sys.path):
            return " editable at " + symbolic(os.path.dirname(self.place))
        beside = os.path.dirname(self.place)
        marks = [file for file in (os.listdir(beside) if os.path.isdir(beside) else ())
                 if file.startswith("__editable__") and normal(self.name) in normal(file)]
        return " editable" if marks else ""

    def requirements(self, extras):
        """(normal name, its extras) of what it requires, without what only other extras of it do."""
        if self.required is None:
            self.required = self.facts.get_all("Requires-Dist") or self.found.requires or ()
        for line in self.required:
            text, _, marker = line.partition(";")
            match = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^]]*)\])?", text)
            needed = "extra" not in marker or any(re.search("extra *== *['\"]%s['\"]" % re.escape(extra), marker)
                                                  for extra in extras)
            if match and needed:
                yield normal(match.group(1)), {extra.strip() for extra in (match.group(2) or "").split(",")} - {""}


def all_distributions():
    known = {}
    for found in metadata.distributions():
        try:
            distribution = Distribution(found)
            known.setdefault(normal(distribution.name), distribution)
        except Exception:
            continue  # what cannot be read provides nothing
    return known


def serves(point, called, groups):
    """By convention groups begin with the name of the program that loads them."""
    return point.group in groups or point.group.partition(".")[0] in called


def first_ones(facts):
    """The distributions that the tool itself is."""
    if facts.get("distributions"):
        return [normal(distribution) for distribution in facts["distributions"]]
    program = os.path.basename(facts.get("program", ""))
    return [key for key, distribution in distributions.items()
            if any(point.group == "console_scripts" and point.name == program for point in distribution.entry_points)]


def parts(tool, facts):
    """What the tool consists of: the distributions that it requires, and those that plug into it."""
    first = [key for key in first_ones(facts) if key in distributions]
    if not first:
        return {}
    groups = facts.get("groups", [])
    called = {tool, os.path.basename(facts.get("program", ""))}
    own = {}
    todo = [(key, set()) for key in first]
    plugins = sorted(key for key, distribution in distributions.items()
                     if any(serves(point, called, groups) for point in distribution.entry_points))
    while todo or plugins:
        key, extras = todo.pop() if todo else (plugins.pop(), set())
        if key in distributions and not extras | {""} <= own.get(key, set()):
            own[key] = own.get(key, set()) | extras | {""}
            todo += distributions[key].requirements(own[key])
    told = {}
    for key in sorted(own):
        distribution = distributions[key]
        told[distribution.name] = distribution.version + distribution.editable()
        points = sorted("%s = %s" % (point.name, point.value) for point in distribution.entry_points
                        if serves(point, called, groups))
        # Of the tool itself the version tells enough.
        if points and key not in first:
            told["entry points of " + distribution.name] = ", ".join(points)
        read.update(os.path.join(distribution.place, file) for file in ("METADATA", "PKG-INFO", "direct_url.json"))
    return told


distributions = all_distributions()
read = {os.path.join(distribution.place, "entry_points.txt") for distribution in distributions.values()}
tool_parts = {tool: parts(tool, facts) for tool, facts in tools.items()}
path = sys.path + [path for path in [site.getusersitepackages()] if path not in sys.path]
interpreter = {
    "python": " ".join(sys.version.split()),
    "cache tag": sys.implementation.cache_tag,
    "abi": variables.get("SOABI") or "",
    "python platform": sysconfig.get_platform(),
}
print(json.dumps({
    "executable": name(sys.executable),
    "version": "%d.%d.%d" % sys.version_info[:3],
    "libpython": name(libpython()),
    "path": names(path),
    "search_path": names(sys.path),
    "prefixes": names(sorted(set([sys.prefix, sys.base_prefix, site.getusersitepackages()] + site.getsitepackages()))),
    "builtins": sys.builtin_module_names,
    "extension_suffixes": importlib.machinery.EXTENSION_SUFFIXES,
    "pth": names(pth_files()),
    "started_files": names(started_files),
    "started_names": names(sorted(started_names)),
    "metadata": names(sorted(file for file in read if os.path.isabs(file))),
    "launchers": {tool: names(launch) for tool, facts in tools.items()
                  for launch in [launcher(tool, facts.get("module"))] if launch},
    "interpreter": interpreter,
    "search path": name(":".join(symbolic(entry) for entry in path)),
    "start": {name(key): value for key, value in start_up().items()},
    "tools": {tool: {name(key): name(value) for key, value in told.items()} for tool, told in tool_parts.items()},
}))
