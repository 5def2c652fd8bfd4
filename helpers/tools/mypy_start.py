# SPDX-License-Identifier: MIT
# Part of mypy's start: its own cache and processes are off, and when it ends it is told which module asked for which.


class MypyGraph:
    """What mypy holds when it ends, as fields of the report."""
    import os, sys

    def is_directory(self, path):
        return not path.endswith(('.py', '.pyi')) and self.os.path.isdir(path)

    def components(self, names, edges):
        from mypy.graph_utils import strongly_connected_components
        return [sorted(one) for one in strongly_connected_components(set(names), edges)]

    def sequence(self, names, limit, imports, ranks):
        """The order in which mypy takes modules of a cycle, given the order in which they were found."""
        if len(names) == 1:
            return names
        own = set(names)
        levels = {level for name in names for other, level in imports[name].items() if other in own and level < limit}
        if len(levels) == 1:
            return sorted(names, key=lambda name: -ranks[name])
        limit = max(levels)
        edges = {name: [other for other, level in imports[name].items() if other in own and level < limit]
                 for name in names}
        parts = self.components(names, edges)
        part_of = {name: number for number, part in enumerate(parts) for name in part}
        waits = [{part_of[other] for name in part for other in edges[name]} - {number}
                 for number, part in enumerate(parts)]
        left, taken = set(range(len(parts))), []
        while left:
            ready = [number for number in left if not waits[number] & left]
            ready.sort(key=lambda number: -min(ranks[name] for name in parts[number]))
            for number in ready:
                taken += self.sequence(parts[number], limit, imports, ranks)
            left.difference_update(ready)
        return taken

    def found_from(self, sources, follow):
        """In the order in which mypy finds them."""
        found = dict.fromkeys(sources)
        waiting = list(found)
        for name in waiting:
            for other in follow[name]:
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return {name: number for number, name in enumerate(found)}

    def other_orders(self, build, states, sources):
        """(module, order) of those that lead to a cycle which mypy, given their file alone, takes in another order.

        What is inferred at the top of one module of a cycle may then be known where another one asks, or not. The order
        is the same for all who may share a process; it is empty where that cannot be told.
        """
        known = {one.id: one for one in states}
        follow, imports = {}, {}
        for one in states:
            asked = [name for name in one.dependencies
                     if name in known and one.priorities.get(name) != build.PRI_INDIRECT]
            follow[one.id] = [name for name in one.ancestors or () if name in known] + asked
            imports[one.id] = {name: one.priorities.get(name, build.PRI_HIGH) for name in asked}
        limit = build.PRI_MED + 1
        edges = {name: [other for other, level in imports[name].items() if level < limit] for name in known}
        # In stubs nothing is inferred.
        cycles = [names for names in self.components(known, edges)
                  if len(names) > 1 and any(not (known[name].path or '').endswith('.pyi') for name in names)]
        if not cycles:
            return
        ranks = {one.id: one.order for one in states}
        foreseen = sorted(ranks, key=ranks.get) == list(self.found_from(sources, follow))
        taken = [self.sequence(names, limit, imports, ranks) for names in cycles]
        for source in sources:
            alone = self.found_from([source], follow)
            order, same = '', foreseen
            for number, names in enumerate(cycles):
                if names[0] in alone:
                    own = self.sequence(names, limit, imports, alone)
                    same = same and own == taken[number]
                    order += ' '.join(own) + ';'
            if order and not same:
                yield source, order if foreseen else ''

    def fields(self, status):
        """Fields of the report, as observation.h has them. None where not all was looked at, or where others had a say."""
        build = self.sys.modules.get('mypy.build')
        if status not in (0, 1) or build is None:
            return
        import gc
        # mypy is compiled: nothing in it can be replaced, but what it holds can be seen.
        gc.disable()
        held = gc.get_objects()
        managers = [one for one in held if type(one) is build.BuildManager]
        states = [one for one in held if type(one) is build.State]
        del held
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
            for name, order in self.other_orders(build, states, sources):
                fields += 'x', name, order
        yield from fields


def prepare_mypy():
    import os
    for name in 'MYPY_CACHE_DIR', 'MYPY_NUM_WORKERS':
        os.environ.pop(name, None)
    Observer.extra = MypyGraph().fields


def with_mypy_words(code):
    """Adds to sys.argv what only some versions know."""
    import sys
    from mypy.options import Options
    known = Options()
    words = [word for name, word in (('num_workers', '--num-workers=0'),
                                     ('show_error_code_links', '--hide-error-code-links')) if hasattr(known, name)]
    sys.argv[1:1] = words
    for name in 'MypyGraph', 'prepare_mypy', 'with_mypy_words':
        del globals()[name]
    return code
