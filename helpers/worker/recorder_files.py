# SPDX-License-Identifier: MIT
# Part of the recorder: the files of the batch, one after another.

BY_NAME, BY_FILE, BY_STATEMENTS = 0, 1, 2  # ImportMode
IMPORTED, RAISED, EXITED = 0, 1, 2  # ImportOutcome
ONLY_SYNTAX_TREE = 0x400  # of compile(); the module ast would be one more import


def import_file(path, name):
    # The loader is named because a spec made from the file name alone knows only files in .py.
    loader = external.SourceFileLoader(name, path)
    spec = external.spec_from_file_location(name, path, loader=loader)
    module = bootstrap.module_from_spec(spec)
    if name in modules:
        return loader.exec_module(module)
    modules[name] = module
    known.add(name)
    try:
        loader.exec_module(module)
    finally:
        # For others it is a name that no import finds.
        if modules.get(name) is module:
            del modules[name]
        known.discard(name)


def import_name(path, name):
    if name not in start_up:
        bootstrap._gcd_import(name)
        if absolute(file_of.get(name, '/')) == absolute(path):
            return
    # The name means another module, as `time` does: what the file itself imports is still asked for.
    import_file(path, name)


def import_statements(body, guarded):
    """The import statements that run with the module, or could; with whether a `try` holds them."""
    for statement in body:
        kind = type(statement).__name__
        if kind in ('Import', 'ImportFrom'):
            yield statement, guarded
        elif kind not in ('FunctionDef', 'AsyncFunctionDef'):
            within = guarded or kind in ('Try', 'TryStar')
            for field in ('body', 'handlers', 'orelse', 'finalbody', 'cases'):
                yield from import_statements(getattr(statement, field, ()), within)


def obey(statement, scope):
    if type(statement).__name__ == 'Import':
        for alias in statement.names:
            watched_import(alias.name, scope)
    else:
        names = tuple(alias.name for alias in statement.names)
        watched_import(statement.module or '', scope, None, names, statement.level)


def import_what_is_named(path, name):
    quiet(1)
    try:
        source = external.SourceFileLoader(name, path).get_data(path)
    finally:
        quiet(-1)
    tree = compile(source, path, 'exec', ONLY_SYNTAX_TREE, True)
    package = name if path.endswith('/__init__.py') else name.rpartition('.')[0]
    scope = {'__name__': name, '__package__': package}
    first = None
    for statement, guarded in import_statements(tree.body, False):
        try:
            obey(statement, scope)
        except BaseException as error:
            if not guarded and first is None:
                first = error
    if first is not None:
        raise first


def type_name(error):
    return type.__dict__['__name__'].__get__(type(error))


def tell_text(error):
    """The last thing done: the text of an exception is code of the module again, and may never end."""
    hurry(2)
    try:
        said(str.__getitem__(str(error), slice(0, 2000)))
    except BaseException:
        pass
    hurry(0)


def run_file(mode, path, name):
    number = number_of(path)
    push(number)
    begin(number)
    look_around()
    module_file(MODULE, path, name)
    for other in lasting:
        if other in modules:
            add_edge(number, number_of(other))
    error = None
    try:
        if mode == BY_NAME:
            import_name(path, name)
        elif mode == BY_FILE:
            import_file(path, name)
        else:
            import_what_is_named(path, name)
    except BaseException as raised:
        error = raised
    set_trace(None)
    set_profile(None)
    if error is None:
        ended(IMPORTED, '')
    else:
        ended(EXITED if isinstance(error, SystemExit) else RAISED, type_name(error))
    note_unasked(number)
    note_finders(number)
    libraries()
    look_back(number)
    if error is not None:
        tell_text(error)
    pop()
    over()


def prepare(root, directories, byte_code):
    global watched_import, watched_load, watched_find
    watch_finds()
    watch_loads()
    watch_statements()
    watch_extensions()
    hide_directory_cache()
    trust_no_byte_code_below(directories, byte_code)
    watched_import = builtins.__import__
    watched_load = bootstrap._find_and_load
    watched_find = bootstrap._find_spec
    # Each level of imports takes some frames more than without us.
    sys.setrecursionlimit(sys.getrecursionlimit() * 8 // 5)
    # Not importlib.invalidate_caches(), which imports importlib.metadata from Python 3.12 on.
    sys.path_importer_cache.clear()
    if root:
        sys.path.insert(0, root)


def run(files, root, directories, byte_code, deadly):
    global avoid, turn
    avoid = frozenset(deadly)
    push(number_of(''))  # the process itself: what nobody else asked for
    prepare(root, directories, byte_code)
    for mode, path, name in files:
        turn += 1
        remember_surroundings()
        run_file(mode, path, name)
        if not may_go_on():
            break
