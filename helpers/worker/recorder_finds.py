# SPDX-License-Identifier: MIT
# Part of the recorder: where Python looks for a module, and the files that it loads.

extension_suffixes = tuple(external.EXTENSION_SUFFIXES)
usual_loaders = (external.SourceFileLoader, external.SourcelessFileLoader, external.ExtensionFileLoader,
                 external._NamespaceLoader if hasattr(external, '_NamespaceLoader') else type(None),
                 getattr(external, 'NamespaceLoader', type(None)), type(None))

MODULE, EXTENSION = 0, 1  # SeenKind


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


def note_module_file(name, file, is_extension=None):
    if is_extension is None:
        is_extension = file.endswith(extension_suffixes)
    module_file(EXTENSION if is_extension else MODULE, file, name)


def note_file(name, spec):
    loader = getattr(spec, 'loader', None)
    file = getattr(spec, 'origin', None)
    if loader is bootstrap.FrozenImporter:
        # Python 3.11 and newer keep some of the standard library frozen and remember its file.
        file = getattr(spec.loader_state, 'filename', None)
    elif not getattr(spec, 'has_location', False):
        return
    if isinstance(file, str):
        file_of[name] = file
        is_extension = isinstance(loader, external.ExtensionFileLoader)
        if is_extension:
            extensions.add(number_of(name))
        note_module_file(name, file, is_extension)


def note_find(name, entries, spec):
    loader = getattr(spec, 'loader', None)
    try:
        # These two are asked before the search path is.
        if loader is not bootstrap.BuiltinImporter and loader is not bootstrap.FrozenImporter:
            note_lookups(name, entries, spec)
            if not isinstance(loader, usual_loaders):
                for owner in owners:
                    add_edge(stack[-1], owner)
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
        watch_find_spec(util)


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
