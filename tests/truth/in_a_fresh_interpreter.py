# SPDX-License-Identifier: MIT
# Given to a fresh interpreter by -c: imports one file and writes down what came with it, as JSON.
#
# Arguments: ROOT NAME FILE RESULT. ROOT is put where the interpreter had the current directory; FILE is imported
# as NAME, or from its path where NAME is empty. Nothing is imported here that start-up has not imported: it
# would count as start-up, too, and hide what the file imports.
import sys

os = sys.modules["os"]
ROOT, NAME, FILE, RESULT = sys.argv[1:]
FILE = os.path.realpath(FILE)
sys.argv[:] = [""]
__name__ = "in_a_fresh_interpreter"  # warnings about what __main__ does are shown, and load more modules for it
sys.path[0] = ROOT
start_up = set(sys.modules)
start_up_files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
opened = []
made = []  # what it writes itself and reads back is no input
listed = []
tried = set()


def mapped():
    """The shared libraries of this process, by the kernel's account."""
    descriptor = os.open("/proc/self/maps", os.O_RDONLY)
    text = b""
    while True:
        part = os.read(descriptor, 1 << 20)
        if not part:
            break
        text += part
    os.close(descriptor)
    paths = {line.split(None, 5)[5] for line in text.split(b"\n") if line.count(b"/")}
    return {os.fsdecode(path) for path in paths if b".so" in path}


def watch(event, arguments):
    """Note what is opened, and which modules are asked for."""
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, (str, bytes)) and not (flags or 0) & (os.O_WRONLY | os.O_DIRECTORY):
            path = os.path.abspath(os.fsdecode(path))
            (made if (flags or 0) & os.O_CREAT else opened).append(path)
    elif event in ("os.listdir", "os.scandir"):
        # Not what an import system's finder lists for itself: it decides by names, and those are told apart.
        if isinstance(arguments[0], (str, bytes)) and "importlib" not in sys._getframe(1).f_code.co_filename:
            listed.append(os.path.abspath(os.fsdecode(arguments[0])))
    elif event == "import":
        tried.add(arguments[0])


def import_from_path():
    """Run the file as a module that no import statement finds."""
    external = sys.modules["_frozen_importlib_external"]
    name = NAME or "a_file"
    spec = external.spec_from_file_location(name, FILE, loader=external.SourceFileLoader(name, FILE))
    spec.loader.exec_module(sys.modules["_frozen_importlib"].module_from_spec(spec))


def import_it():
    """Import the file; return what it raised."""
    try:
        if NAME:
            __import__(NAME)
        # Its name may be that of a module which start-up has loaded, or which a finder puts in its place.
        if not NAME or os.path.realpath(getattr(sys.modules[NAME], "__file__", None) or "") != FILE or NAME in start_up:
            import_from_path()
    except BaseException as error:
        return type(error).__name__
    return ""


def facts_of_modules():
    """(files by module, directories of namespace packages) of all that start-up had not loaded."""
    files, directories = {}, set()
    for name in list(sys.modules):
        if name in start_up:
            continue
        try:
            facts = object.__getattribute__(sys.modules[name], "__dict__")
            file = facts.get("__file__")
            if isinstance(file, str):
                files[os.path.realpath(file)] = name
            elif "__path__" in facts:
                directories.update(os.path.realpath(path) for path in list(facts["__path__"]))
        except Exception:
            pass
    return files, sorted(directories)


before = mapped()
sys.addaudithook(watch)
raised = import_it()
read, seen, asked = list(opened), list(listed), sorted(str(name) for name in tried)
files, directories = facts_of_modules()
libraries = sorted(os.path.realpath(path) for path in mapped() - before)
del sys.path[0]  # so that the file's own directory has no json.py for us

import json

with open(RESULT, "w") as result:
    json.dump({"raised": raised, "files": files, "directories": directories, "libraries": libraries,
               "opened": sorted({os.path.realpath(path) for path in read if path not in made}),
               "listed": sorted({os.path.realpath(path) for path in seen}),
               "asked": asked, "start_up": sorted(os.path.realpath(file) for file in start_up_files if file)}, result)
    result.flush()
    os._exit(0)
