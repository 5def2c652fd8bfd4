# SPDX-License-Identifier: MIT
# Part of mypy's start: its own cache and processes are off, and when it ends it is told which module asked for which.


class MypyGraph:
    """What mypy holds when it ends, as fields of the report."""
    import os, sys

    def is_directory(self, path):
        return not path.endswith(('.py', '.pyi')) and self.os.path.isdir(path)

    def __init__(self, circles):
        self.circles = circles

    def fields(self, status):
        """Fields of the report, as observation.h has them. None where not all was looked at, or where others had a say."""
        build = self.sys.modules.get('mypy.build')
        if status not in (0, 1) or build is None:
            return
        import gc
        gc.disable()
        known = self.circles.manager
        managers, states = ([known], self.circles.states) if known else self.circles.held(build)
        if len(managers) != 1 or managers[0].options.plugins or len({one.id for one in states}) < len(states):
            return
        manager = managers[0]
        # Typeshed as it came with mypy is one with it.
        bundled = self.os.path.join(self.os.path.dirname(self.os.path.abspath(self.sys.modules['mypy'].__file__)), 'typeshed', '')
        paths = manager.search_paths
        fields, named = [], {one.id for one in states}
        for path in paths.python_path + paths.mypy_path + paths.package_path + paths.typeshed_path:
            if not (path + '/').startswith(bundled):
                fields += 'h', self.os.path.abspath(path)
        finder = manager.find_module_cache
        guessed, odd = finder.ns_ancestors, {}
        for one in states:
            path = self.os.path.abspath(one.path) if one.path else ''
            if path.startswith(bundled):
                path = ''
            elif path and self.is_directory(path):
                path += '/'
            asked = []
            for name in one.dependencies:
                asked.append(('i' if one.priorities.get(name) == build.PRI_INDIRECT else 'd') + name)
            asked += ['s' + name for name in one.suppressed]
            asked += ['a' + name for name in one.ancestors or ()]
            fields += ['g', one.id, path, *asked, '']
            # These are found only once something in them was.
            odd.update((name, None) for name in one.suppressed if name in guessed)
            if one.id in guessed and path.endswith('/'):
                odd[one.id] = None
        for name, path in manager.source_set.source_modules.items():
            found = finder.find_module(name)
            if type(found) is not str or self.os.path.abspath(found) != self.os.path.abspath(path):
                odd[name] = None
        for name in odd:
            fields += 'o', name
        sources = [name for name in manager.source_set.source_modules if name in named]
        if len(sources) > 1:
            for name, order in self.circles.other_orders(sources):
                fields += 'x', name, order
        yield from fields


class MypyHaste:
    """Takes nothing away from what mypy does, but time: what it has others do for it some hundred thousand times."""

    def begin(self):
        import contextlib, difflib, functools
        general = contextlib.contextmanager

        class Manager(contextlib._GeneratorContextManager):
            """Without what only those need that are decorators, too."""

            def __init__(self, generator):
                self.gen = generator

            def __enter__(self):
                return next(self.gen)

            def __exit__(self, kind, error, trace):
                if kind is None:
                    next(self.gen, None)
                    return False
                return super().__exit__(kind, error, trace)

        def contextmanager(function):
            owner = getattr(function, '__objclass__', function)
            if not (getattr(owner, '__module__', None) or '').startswith('mypy.'):
                return general(function)
            return functools.wraps(function)(lambda *words, **named: Manager(function(*words, **named)))

        class Matcher(difflib.SequenceMatcher):
            """Compares each two names once. Which ones are alike is asked for each import that leads nowhere."""
            ratios = {}

            def ratio(self):
                if self.isjunk or not self.autojunk or not type(self.a) is type(self.b) is str:
                    return super().ratio()
                names = self.a, self.b
                if names not in self.ratios:
                    self.ratios[names] = super().ratio()
                return self.ratios[names]

        contextlib.contextmanager, difflib.SequenceMatcher = contextmanager, Matcher


def prepare_mypy():
    import os
    for name in 'MYPY_CACHE_DIR', 'MYPY_NUM_WORKERS':
        os.environ.pop(name, None)
    global Observer

    class MypyObserver(Observer):
        def begin(self):
            MypyCircles.observer, end = self, self.os._exit
            super().begin()
            self.is_heard = self.os._exit is not end
            haste.begin()

        def tell(self):
            process = self.process
            try:
                super().tell()
            finally:
                if self.os.getpid() == process:
                    circles.sequel.release()

    haste = MypyHaste()
    circles = MypyCircles()
    MypyObserver.extra = MypyGraph(circles).fields
    Observer = MypyObserver


def with_mypy_words(code):
    """Adds to sys.argv what only some versions know."""
    import gc, sys
    from mypy.options import Options
    # All that is made lasts until the end; newer versions turn it on again once it does no harm.
    gc.disable()
    known = Options()
    words = [word for name, word in (('num_workers', '--num-workers=0'),
                                     ('show_error_code_links', '--hide-error-code-links')) if hasattr(known, name)]
    if len([word for word in sys.argv[1:] if word[:1] != '-']) > 1:
        words.append('--verbose')
        circles = MypyCircles.observer.extra.__self__.circles
        sys.stderr = MypyLog(sys.stderr, circles.hear)
        if circles.observer.is_heard:
            circles.sequel.hold_back()
    sys.argv[1:1] = words
    for name in 'Circle', 'MypyCircles', 'MypyGraph', 'MypyHaste', 'MypyLog', 'MypySequel', 'prepare_mypy', 'with_mypy_words':
        del globals()[name]
    return code
