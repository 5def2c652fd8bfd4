# SPDX-License-Identifier: MIT
# Part of the recorder: what one file's import leaves behind that could change the next one's.
#
# A file that leaves nothing of what is looked at here is followed by the next in the same interpreter.
# Where what it left can be put back, it is; else this process ends here and another one goes on. Whoever
# changed something is marked, because what it does to its importers is not seen once it is loaded.

os = modules.get('os')  # imported by `site`
set_trace = sys.settrace
set_profile = sys.setprofile

owners = []  # modules that added finders to sys.meta_path
finders = list(sys.meta_path)
clean = None  # the surroundings to go back to
known_encodings = frozenset(start_up['encodings']._cache) if 'encodings' in start_up else ()
lasting = set()  # names of modules that later files use without asking for them
views = []  # the surroundings in which each on the stack began
variables = {}  # of the environment, in that state
own_builtins = {}  # the same for the module builtins
is_broken = False  # what will not do any more cannot be put back
changed = False  # something was loaded in others
count_before = 0  # of modules
threads_before = 0


def give_up():
    global is_broken
    is_broken = True


def surroundings():
    try:
        streams = sys.stdin, sys.stdout, sys.stderr
        return (environment(), tuple(sys.path), tuple(sys.path_hooks), len(builtins.__dict__),
                sys.getrecursionlimit(), sys.displayhook, sys.excepthook, streams,
                [stream is not None and stream.closed for stream in streams], tuple(sys.argv))
    except Exception:
        return None  # unlike any other


def look_around():
    """Before a module is loaded."""
    views.append(surroundings())


def note_where_loaded():
    global changed
    if views[-1] != clean:
        changed = True


def look_back(number, name=None):
    """After that. What changed meanwhile is its doing, and not that of those who asked for it."""
    before = views.pop()
    now = surroundings()
    if now != before:
        if failed.pop(name, None) is None:
            order_dependent(number)
        # else: it runs again for the next file, and does it again
        for i in range(len(views)):
            if views[i] == before:
                views[i] = now


def note_finders(number):
    """A finder more does no harm: what it finds depends on who added it."""
    global finders
    if finders is not None and sys.meta_path != finders:
        if any(finder not in finders for finder in sys.meta_path):
            owners.append(number)
        if any(finder not in sys.meta_path for finder in finders):
            order_dependent(number)
            finders = None  # never to be equal again
        else:
            finders = list(sys.meta_path)


def forget_encodings():
    """Python asks for the module of an encoding once; the next file is to ask again."""
    encodings, codecs = start_up.get('encodings'), start_up.get('_codecs')
    for name in [one for one in encodings._cache if one not in known_encodings]:
        del encodings._cache[name]
        if hasattr(codecs, '_forget_codec'):
            codecs._forget_codec(name)
        else:  # until Python 3.9
            lasting.add('encodings.' + encodings.normalize_encoding(name))


def remember_surroundings():
    global clean, changed, count_before, threads_before
    if clean is None:
        clean = surroundings()
        variables.update({} if os is None else os.environ)
        own_builtins.update(builtins.__dict__)
    changed = False
    count_before = len(modules)
    threads_before = thread._count()


def put_back():
    """Whether all is as before."""
    if surroundings() == clean:
        return True
    if changed or clean is None:
        return False  # perhaps found elsewhere than it would be now
    sys.path[:] = clean[1]
    sys.setrecursionlimit(clean[4])
    sys.displayhook, sys.excepthook = clean[5:7]
    sys.stdin, sys.stdout, sys.stderr = clean[7]
    sys.argv[:] = clean[9]
    if os is not None:
        for name in [one for one in os.environ if one not in variables]:
            del os.environ[name]
        for name, value in variables.items():
            if os.environ.get(name) != value:
                os.environ[name] = value
    return surroundings() == clean


def put_back_builtins():
    names = builtins.__dict__
    if names != own_builtins and not changed:
        for name in [one for one in names if one not in own_builtins]:
            del names[name]
        names.update(own_builtins)


def may_go_on():
    set_trace(None)  # the module's trace functions would run with each of ours
    set_profile(None)
    try:
        forget_encodings()
        forgotten = len(doomed)
        forget_doomed()
        pending.clear()
        put_back_builtins()
        return (not is_broken and sys.modules is modules and len(modules) + forgotten >= count_before
                and finders is not None
                and builtins.__import__ is watched_import and bootstrap._find_and_load is watched_load
                and bootstrap._find_spec is watched_find and thread._count() <= threads_before
                and all(modules.get(name) is module for name, module in start_up.items())
                and put_back() and steady())
    except BaseException:
        return False
