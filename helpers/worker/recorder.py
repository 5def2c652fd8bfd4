# SPDX-License-Identifier: MIT
# Runs in a clean interpreter: watches how Python imports one file and tells the worker what it depended on.
#
# The module that is imported may empty sys.modules, replace builtins or delete whatever it reaches.
# So nothing is imported here but sys (another module would add to the footprint, or hide from it), and
# what is needed afterwards is held in variables of this file from the start.
#
# The worker puts these functions into our globals: absolute, doubt, ended, hurry, libraries, lookup,
# module_file, quiet, retry, said, stored_code.

import sys

bootstrap = sys.modules['_frozen_importlib']
external = sys.modules['_frozen_importlib_external']
frame_of = sys._getframe
set_trace = sys.settrace
set_profile = sys.setprofile
modules = sys.modules
start_up = dict(modules)
extension_suffixes = tuple(external.EXTENSION_SUFFIXES)

MODULE, EXTENSION = 0, 1  # SeenKind
BY_NAME, BY_FILE, BY_STATEMENTS = 0, 1, 2  # ImportMode
RAISED, EXITED = 1, 2  # ImportOutcome
IMPORTED = 0
ONLY_SYNTAX_TREE = 0x400  # of compile(); the module ast would be one more import

wanted = None  # the name that the request gave
found = []  # the files that were found under that name


def parent_of(path):
    return path.rpartition('/')[0] or '/'


def entries_of(path):
    try:
        return [entry for entry in (sys.path if path is None else path) if isinstance(entry, str)]
    except Exception:
        return []  # the finder fails the same way


def provider_of(spec):
    """The entry of the search path that a module came from, None if it came from no single one."""
    origin = getattr(spec, 'origin', None)
    if not getattr(spec, 'has_location', False) or not isinstance(origin, str):
        return None
    directory = parent_of(origin)
    if getattr(spec, 'submodule_search_locations', None) is not None:
        directory = parent_of(directory)
    return directory


def note_lookups(name, entries, spec):
    provider = None if spec is None else provider_of(spec)
    leaf = name.rpartition('.')[2]
    for entry in entries:
        lookup(entry, leaf)
        if provider is not None and (entry == provider or absolute(entry) == absolute(provider)):
            break


def note_file(name, spec):
    loader = getattr(spec, 'loader', None)
    file = getattr(spec, 'origin', None)
    if loader is bootstrap.FrozenImporter:
        # Python 3.11 and newer keep some of the standard library frozen and remember its file.
        file = getattr(spec.loader_state, 'filename', None)
    elif not getattr(spec, 'has_location', False):
        return
    if not isinstance(file, str):
        return
    is_extension = isinstance(loader, external.ExtensionFileLoader)
    module_file(EXTENSION if is_extension else MODULE, file, name)
    if name == wanted:
        found.append(absolute(file))


def note_find(name, entries, spec):
    loader = getattr(spec, 'loader', None)
    try:
        # These two are asked before the search path is.
        if loader is not bootstrap.BuiltinImporter and loader is not bootstrap.FrozenImporter:
            note_lookups(name, entries, spec)
        if spec is not None:
            note_file(name, spec)
    except Exception:
        doubt()


def watch_finds():
    original = bootstrap._find_spec

    def _find_spec(name, path, target=None):
        entries = entries_of(path)  # before: a find may change sys.path
        try:
            spec = original(name, path, target)
        except BaseException:
            note_find(name, entries, None)
            raise
        note_find(name, entries, spec)
        return spec

    bootstrap._find_spec = _find_spec
    util = modules.get('importlib.util')  # has taken its copy where a .pth file imported it
    if util is not None and getattr(util, '_find_spec', None) is original:
        util._find_spec = _find_spec


def watch_extensions():
    def watched(original):
        def method(self, argument):
            try:
                return original(self, argument)
            except BaseException:
                # It may refuse sub-interpreters only, and the importing module may swallow that.
                retry()
                raise
            finally:
                libraries()
        return method

    loader = external.ExtensionFileLoader
    loader.create_module = watched(loader.create_module)
    loader.exec_module = watched(loader.exec_module)


def hide_directory_cache():
    """A finder lists whole directories, but only to look names up, and the lookups are recorded."""
    original = external.FileFinder._fill_cache

    def _fill_cache(self):
        quiet(1)
        try:
            return original(self)
        finally:
            quiet(-1)

    external.FileFinder._fill_cache = _fill_cache


def forbid_byte_code_below(directories):
    """Byte code in the tree may belong to an older source of the same size and time, and be anybody's."""
    original = external.cache_from_source
    prefixes = tuple(directory.rstrip('/') + '/' for directory in directories)

    def cache_from_source(path, *arguments, **keywords):
        if frame_of(1).f_globals is external.__dict__ and absolute(path).startswith(prefixes):
            raise NotImplementedError('no byte code in this tree')
        return original(path, *arguments, **keywords)

    external.cache_from_source = cache_from_source
    sys.dont_write_bytecode = True


def use_stored_code():
    original = external.SourceLoader.source_to_code

    def source_to_code(self, data, path, *arguments, **keywords):
        code = None
        if type(self) is external.SourceFileLoader and type(data) is bytes and isinstance(path, str):
            code = stored_code(path, data)
        return original(self, data, path, *arguments, **keywords) if code is None else code

    external.SourceLoader.source_to_code = source_to_code


def import_file(path, name):
    # The loader is named because a spec made from the file name alone knows only files in .py.
    loader = external.SourceFileLoader(name, path)
    spec = external.spec_from_file_location(name, path, loader=loader)
    module = bootstrap.module_from_spec(spec)
    if name not in modules:
        modules[name] = module
    loader.exec_module(module)


def import_name(path, name):
    if name not in start_up:
        bootstrap._gcd_import(name)
        if absolute(path) in found:
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
            __import__(alias.name, scope)
    else:
        names = tuple(alias.name for alias in statement.names)
        __import__(statement.module or '', scope, None, names, statement.level)


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


def note_modules():
    """Modules that came in without a find: put into sys.modules by others, or with another `__file__`."""
    tables = [modules]
    if sys.modules is not modules and isinstance(sys.modules, dict):
        tables.append(sys.modules)
    for table in tables:
        for name, module in list(dict.items(table)):
            if start_up.get(name) is module:
                continue
            try:
                # Not getattr: modules that load lazily would load now.
                file = dict.get(object.__getattribute__(module, '__dict__'), '__file__')
                if type(file) is str and type(name) is str:
                    kind = EXTENSION if file.endswith(extension_suffixes) else MODULE
                    module_file(kind, file, name)
            except Exception:
                continue


def type_name(error):
    return type.__dict__['__name__'].__get__(type(error))


def tell_text(error):
    """The last thing done: the text of an exception is code of the module again, and may never end."""
    hurry()
    try:
        said(str.__getitem__(str(error), slice(0, 2000)))
    except BaseException:
        pass


def prepare(root, directories):
    watch_finds()
    watch_extensions()
    hide_directory_cache()
    forbid_byte_code_below(directories)
    use_stored_code()
    # Not importlib.invalidate_caches(), which imports importlib.metadata from Python 3.12 on.
    sys.path_importer_cache.clear()
    if root:
        sys.path.insert(0, root)


def run(mode, path, name, root, directories):
    global wanted
    wanted = name
    prepare(root, directories)
    module_file(MODULE, path, name)
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
    set_trace(None)  # the module's trace functions would run with each of ours
    set_profile(None)
    if error is None:
        ended(IMPORTED, '')
    else:
        ended(EXITED if isinstance(error, SystemExit) else RAISED, type_name(error))
    note_modules()
    libraries()
    if error is not None:
        tell_text(error)
