# SPDX-License-Identifier: MIT
# Part of the recorder: stands before `import` statements and before the loading of modules.


def absolute_name(name, globals, level):
    if level == 0:
        return name
    package = globals.get('__package__')
    if package is None:
        spec = globals.get('__spec__')
        if spec is not None:
            package = spec.parent
        else:
            package = globals['__name__']
            if '__path__' not in globals:
                package = package.rpartition('.')[0]
    return bootstrap._resolve_name(name, package, level)


def all_of(name):
    try:
        return tuple(object.__getattribute__(modules.get(name), '__dict__').get('__all__', ()))
    except Exception:
        return ()  # an object in a module's place; then it has no submodules


def names_in(name, fromlist):
    """The submodules that a `from` has brought, or would have, had they not been there."""
    for leaf in fromlist:
        leaves = all_of(name) if leaf == '*' else (leaf,)
        for one in leaves:
            if type(one) is str and name + '.' + one in modules:
                yield name + '.' + one


def needed_by(frame, name):
    number = needed(name)
    if frame is not None:
        function_asks(frame, number)


def called_from_c(globals, locals, fromlist):
    """As PyImport_Import does it, and hardly anybody else."""
    return type(fromlist) is list and not fromlist and globals is not None and locals is globals


def c_code_keeps(name):
    """What C code imports it mostly keeps in a variable: so it counts for all that import the extension."""
    if stack[-1] in extensions:
        return  # it is this one that imports
    number = number_of(name)
    for other in [two for one, two in edges if one == stack[-1] and two in extensions]:
        add_edge(other, number)


def watch_statements():
    original = builtins.__import__

    def __import__(name, globals=None, locals=None, fromlist=(), level=0):
        frame = frame_of(1)
        whole = None
        try:
            whole = absolute_name(name, frame.f_globals if globals is None else globals, level)
            if called_from_c(globals, locals, fromlist) and whole not in modules:
                c_code_keeps(whole)
        except Exception:
            pass  # then it is no good import; `original` says why
        if whole in modules:
            load_failed_package(whole)
            needed_by(frame, whole)
        module = original(name, globals, locals, fromlist, level)
        try:
            if whole is not None:
                needed_by(frame, whole)
                if fromlist:
                    for one in names_in(whole, fromlist):
                        needed_by(frame, one)
        except Exception:
            doubt()
        return module

    builtins.__import__ = __import__


def load_failed_package(name):
    """A module may be there, because another file has asked for it, and its package not, because it failed."""
    package = name.rpartition('.')[0]
    while package and fallen:
        if package in fallen and package not in modules:
            bootstrap._gcd_import(package)
        package = package.rpartition('.')[0]


def loaded(name, number, was_pending):
    known.add(name)
    note_where_loaded()
    note_unasked(number)
    note_own_file(name)
    watch_package(name)
    # It is whole, and what failed before it was may depend on that.
    for other, _ in pending[was_pending:]:
        order_dependent(other)
    del pending[was_pending:]
    depth = len(stack) - 1
    leaning[:] = [one for one in leaning if one[1] < depth]
    if lowest[-1] < depth:
        leaning.append((name, lowest[-1]))
    elif doomed:
        give_up()


def failing(name, error):
    """What failed is not tried again for other files: it would fail for them as well, and a search may be dear."""
    known.discard(name)
    fallen.add(name)
    if isinstance(error, Avoided):
        return
    depth = len(stack) - 1
    in_a_circle = any(low == depth for _, low in pending)
    pending[:] = [one for one in pending if one[1] < depth]
    doomed.extend(other for other, low in leaning if low >= depth)
    leaning[:] = [one for one in leaning if one[1] < depth]
    if isinstance(error, (MemoryError, RecursionError)):
        order_dependent(stack[-1])
    elif lowest[-1] < depth:
        pending.append((stack[-1], lowest[-1]))
    elif not in_a_circle and not (
            isinstance(error, ModuleNotFoundError) and (name + '.').startswith(str(error.name) + '.')):
        failed[name] = turn, error


def remembered_call(frame, number):
    """importlib.import_module in a function with functools.lru_cache: the next caller gets the answer from that."""
    while frame is not None and (frame.f_globals is bootstrap.__dict__
                                 or frame.f_globals.get('__name__') == 'importlib'):
        frame = frame.f_back
    if frame is not None:
        function = frame.f_globals.get(frame.f_code.co_name)
        if type(function).__name__ == '_lru_cache_wrapper':
            function_asks(frame, number)


def load(name, import_, number, original):
    push(number, name)
    look_around()
    was_pending = len(pending)
    try:
        module = original(name, import_)
        if name in fallen:
            order_dependent(number)  # it did not do so for the file before
        loaded(name, number, was_pending)
        return module
    except BaseException as error:
        failing(name, error)
        raise
    finally:
        libraries()
        note_finders(number)
        look_back(number, name)
        pop()


def watch_loads():
    original = bootstrap._find_and_load
    main_thread = thread.get_ident()

    def _find_and_load(name, import_):
        if type(name) is not str:
            return original(name, import_)
        number = needed(name)
        remembered_call(frame_of(1), number)
        if modules.get(name) is not None:
            load_failed_package(name)
            return original(name, import_)
        if thread.get_ident() != main_thread:
            order_dependent(stack[-1])
            return original(name, import_)
        # Not as part of the module: its package may import it.
        package = name.rpartition('.')[0]
        if package and package not in modules:
            import_(package)
            if name in modules:
                return original(name, import_)
        if name in failed and failed[name][0] != turn:
            error = failed[name][1]
            if getattr(error, 'name', None) not in modules:  # else somebody has put it there since
                raise error.with_traceback(None)
        if name in avoid:
            avoided(number)
            raise Avoided
        return load(name, import_, number, original)

    bootstrap._find_and_load = _find_and_load


def forget_doomed():
    """They were whole while what they lean on was half imported, and that has failed since."""
    for name in doomed:
        modules.pop(name, None)
        known.discard(name)
    doomed.clear()
    leaning.clear()


class WatchedPackage(type(sys)):
    """A package that loads submodules when they are asked for as attributes (PEP 562).

    It asks its __getattr__ only the first time; the next file finds the attribute there.
    """

    def __getattribute__(self, name):
        value = plain_attribute(self, name)
        whole = plain_attribute(self, '__name__') + '.' + name
        if value is not None and modules.get(whole) is value:
            needed(whole)
        return value


plain_attribute = type(sys).__getattribute__


def watch_find_spec(util):
    """It answers from sys.modules where it can; alone, it would have to look."""
    original = util.find_spec

    def find_spec(name, package=None):
        try:
            whole = util.resolve_name(name, package) if name.startswith('.') else name
            if whole in modules:
                needed_by(frame_of(1), whole)
        except Exception:
            pass  # `original` says why
        return original(name, package)

    util.find_spec = find_spec


def watch_package(name):
    if name == 'importlib.util':
        watch_find_spec(modules[name])
    package = modules[name]
    if type(package) is type(sys) and '__getattr__' in package.__dict__ and '__path__' in package.__dict__:
        package.__class__ = WatchedPackage
