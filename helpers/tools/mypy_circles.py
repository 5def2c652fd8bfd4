# SPDX-License-Identifier: MIT
# Part of mypy's start: tells in which circles of imports the order matters in which mypy takes the modules.
#
# Given a file alone, mypy takes the modules of a circle in another order than for many, as they were found in another
# one. What is inferred at the top of one module may then be known where another one asks, or not; nearly always nobody
# asks. So forked children take each circle in a few orders, in which each two modules come as they do in any order that
# counts. Where one module asks another too early, two of these differ.


class MypyCircles:
    """Listens to what mypy logs, and has circles tried out before mypy gets to them."""
    import marshal, os, sys
    observer, kind = None, Circle
    is_ahead = False  # do we hear of a circle before mypy has put its modules in order?

    def __init__(self):
        self.build, self.manager = None, None
        self.circles, self.asked, self.found, self.sources = {}, [], {}, None
        self.is_known, self.last = False, None  # is_known: is each order known that counts?
        self.sequel = MypySequel(self)

    def hear(self, line):
        """What is written to standard error."""
        try:
            if line.startswith('LOG:  Found ') and ' SCCs; largest has ' in line:
                self.begin()
            elif line.startswith(('LOG:  Processing SCC of size ', 'LOG:  Scheduling SCC of size ')):
                names = line.partition('(')[2].partition(')')[0].split()
                circle = self.circles.get(tuple(sorted(names)))
                if circle and line.startswith('LOG:  Processing'):
                    circle.is_usual = circle.is_usual and names == circle.usual
                if circle and circle.own is None:
                    self.is_ahead = line.startswith('LOG:  Scheduling') and hasattr(self.build, 'order_ascc_ex')
                    self.try_out(circle)
        except Exception:
            pass  # then each order that counts is one of its own

    def begin(self):
        """When mypy has found all modules."""
        self.build = build = self.sys.modules['mypy.build']
        (self.manager,), self.states = self.held(build)
        self.graph = {one.id: one for one in self.states}
        self.sources = [name for name in self.manager.source_set.source_modules if name in self.graph]
        if len(self.sources) < 2 or self.manager.options.plugins:
            return
        graph, follow, edges = self.graph, {}, {}
        for name, one in graph.items():
            edges[name] = [other for other in one.dependencies
                           if other in graph and one.priorities.get(other) != build.PRI_INDIRECT]
            follow[name] = [other for other in one.ancestors or () if other in graph] + edges[name]
        ranks = {name: one.order for name, one in graph.items()}
        is_foreseen = sorted(ranks, key=ranks.get) == list(self.found_from(self.sources, follow))
        # In stubs nothing is inferred, and those around builtins have an order of their own.
        circles = [names for names in self.components(graph, edges) if len(names) > 1 and 'builtins' not in names and
                   not all((graph[name].path or '').endswith('.pyi') for name in names)]
        if circles:
            # What does not lead to a circle has no say.
            leading = self.leading_to({name for names in circles for name in names}, follow)
            near = {name: [other for other in follow[name] if other in leading] for name in {*leading, *self.sources}}
            self.found = {name: self.found_from([name], near) for name in self.sources}
        for names in circles:
            self.add(names)
        self.is_known = is_foreseen

    def held(self, build):
        """The managers that mypy has, and the modules in their graphs. mypy is compiled: nothing in it can be replaced,
        but what it holds can be seen."""
        import gc
        is_collecting = gc.isenabled()
        gc.disable()
        managers = [one for one in gc.get_referrers(self.sys.stderr) if type(one) is build.BuildManager]
        if len(managers) == 1:
            states = [one for one in gc.get_referrers(managers[0]) if type(one) is build.State]
        else:
            held = gc.get_objects()
            managers = [one for one in held if type(one) is build.BuildManager]
            states = [one for one in held if type(one) is build.State]
            del held
        if is_collecting:
            gc.enable()
        return managers, states

    def components(self, graph, edges):
        try:
            from mypy.graph_utils import strongly_connected_components
        except ImportError:
            strongly_connected_components = self.build.strongly_connected_components
        return [sorted(one) for one in strongly_connected_components(set(graph), edges)]

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

    def leading_to(self, names, follow):
        """These modules and all from which mypy finds any of them."""
        askers = {}
        for name, others in follow.items():
            for other in others:
                askers.setdefault(other, []).append(name)
        return self.found_from(names, {**dict.fromkeys(follow, ()), **askers})

    def add(self, names):
        """With the order in which mypy takes a circle for each file that leads to it."""
        orders, known, graph = {}, {}, self.graph
        before = {name: graph[name].order for name in names}
        for source, found in self.found.items():
            if names[0] not in found:
                continue
            ranked = tuple(sorted(names, key=found.get))
            if ranked not in known:
                for number, name in enumerate(ranked):
                    graph[name].order = number
                known[ranked] = tuple(self.build.order_ascc(graph, set(names)))
            orders.setdefault(known[ranked], []).append(source)
        for name, order in before.items():
            graph[name].order = order
        circle = self.circles[tuple(names)] = self.kind(names, orders)
        self.force(circle.usual)
        circle.is_usual = self.build.order_ascc(graph, set(names)) == circle.usual
        if len(orders) == 1:
            circle.own = set()

    def force(self, order):
        """Makes mypy take a circle in this order: that is what it does where all imports have the same weight."""
        for number, name in enumerate(order):
            state = self.graph[name]
            state.order = -number
            for other in order:
                if other in state.priorities:
                    state.priorities[other] = self.build.PRI_HIGH

    def try_out(self, circle):
        """In a child, while this process goes on."""
        ours, theirs = self.os.pipe()
        child = self.os.fork()
        if not child:
            is_going_on = False
            try:
                tried = [one for one, _, _ in self.asked] + [circle]
                later = [one for one in self.circles.values() if one not in tried]
                self.enter()
                if self.last is not None:
                    import select
                    select.select([self.last], [], [])
                circle.judge(list(circle.trials()), self.attempt)
                found = circle.pairs, circle.is_whole, circle.own, circle.differs
                is_going_on = self.is_ahead and self.sequel.go_on(circle, later, theirs, found)
                if not is_going_on:
                    self.leave(theirs, (*found, None))
            finally:
                if not is_going_on:
                    self.os._exit(1)
            return
        self.observer.doubts.pop('os.fork', None)
        self.os.close(theirs)
        # The next one begins when this one has ended.
        self.last = ours
        self.asked.append((circle, ours, child))

    def enter(self):
        """Nobody hears of a child but its parent."""
        import gc
        gc.disable()
        self.observer.process, self.circles = None, {}
        self.sequel.leave_alone()
        nothing = self.os.open('/dev/null', self.os.O_WRONLY)
        for place in 1, 2, self.observer.descriptor:
            self.os.dup2(nothing, place)

    def leave(self, pipe, found):
        with open(pipe, 'wb') as stream:
            self.marshal.dump(found, stream)
        self.os._exit(0)

    def told(self, pipe, child):
        """What the child said; None where it did not come to its end."""
        with open(pipe, 'rb') as stream:
            text = stream.read()
        return self.marshal.loads(text) if self.os.waitpid(child, 0)[1] == 0 and text else None

    def attempt(self, orders):
        """What is seen in a trial of each, in children of their own, one after the other: mypy itself has to go on."""
        seen = []
        for order in orders:
            ours, theirs = self.os.pipe()
            child = self.os.fork()
            if not child:
                try:
                    self.leave(theirs, self.trial(order))
                finally:
                    self.os._exit(1)
            self.os.close(theirs)
            seen.append(self.told(ours, child))
        return seen

    def trial(self, order):
        """What mypy does with a circle, and what may be seen of that: digests of the lines about each module and of the
        types in it, where a type could not be determined, the names in each module if so, which functions were put
        off, and which of these infer something that others see."""
        import hashlib
        errors = self.manager.errors
        # Also where nobody would hear of it.
        errors.ignored_lines, errors.ignored_files = {}, set()
        self.force(order)
        late, makers = {}, {}
        lines = self.analyze(order, late, makers)
        from mypy.server.astdiff import snapshot_symbol_table
        types = {name: repr(sorted(snapshot_symbol_table(name, self.graph[name].tree.names).items())) for name in order}
        unknown = {name: set(self.unknown_in(lines[name])) for name in order}
        names = {name: self.names_in(self.graph[name].tree.names) for name in order} if any(unknown.values()) else {}

        def digests(texts):
            return {name: hashlib.sha256(text.encode('utf-8', 'replace')).digest() for name, text in texts.items()}

        return {'lines': digests({name: repr(some) for name, some in lines.items()}), 'types': digests(types),
                'late': set(late), 'makers': set(makers), 'unknown': unknown, 'names': names}

    def analyze(self, order, late, makers):
        """As mypy's process_stale_scc(). The lines about each module."""
        from mypy.semanal_main import semantic_analysis_for_scc
        build, graph = self.build, self.graph
        words = {}
        # The bodies of functions come after all interfaces; they are made for being looked at side by side.
        if hasattr(build, 'process_stale_scc_interface') and all(graph[name].options.local_partial_types for name in order):
            words['recurse_into_functions'] = False
        semantic_analysis_for_scc(graph, list(order), self.manager.errors)
        unfinished = list(order)
        for name in order:
            graph[name].type_check_first_pass(**words)
            for node, owner in graph[name].type_checker().deferred_nodes:
                self.put_off(name, node, owner, late, makers)
            if not graph[name].type_checker().deferred_nodes:
                unfinished.remove(name)
        while unfinished:
            unfinished = [name for name in unfinished if graph[name].type_check_second_pass(**words)]
        return {name: self.manager.errors.file_messages(graph[name].xpath) for name in order}

    def put_off(self, name, node, owner, late, makers):
        key = name, getattr(node, 'fullname', ''), node.line
        late[key] = None
        tables = [self.graph[name].tree.names] + ([owner.names] if owner else [])
        last = getattr(getattr(node, 'func', node), 'end_line', None)
        for table in tables:
            for symbol in table.values():
                if type(symbol.node).__name__ == 'Var' and symbol.node.is_inferred and \
                        (last is None or node.line <= symbol.node.line <= last):
                    makers[key] = None

    def unknown_in(self, lines):
        import re
        for line in lines:
            text = line if type(line) is str else repr(line)
            for name in re.findall(r'Cannot determine type of \\?[\'"]([^"\'\\]+)', text):
                yield text, name

    def names_in(self, table):
        names = set(table)
        for symbol in table.values():
            if type(symbol.node).__name__ == 'TypeInfo':
                names.update(symbol.node.names)
        return names

    def other_orders(self, sources):
        """(module, order) of those about which mypy may say something else given their file alone. What matters of the
        order is the same for all who may share a process; it is empty where that cannot be told."""
        for circle, pipe, child in self.asked:
            found = self.told(pipe, child)
            if found is not None:
                circle.pairs, circle.is_whole, circle.own, circle.differs, circle.sequel = found
        if not self.is_known:
            yield from ((file, '') for file in sources)
            return
        signs, others = {}, {}
        tried = [circle for circle, _, _ in self.asked]
        for circle in tried + [one for one in self.circles.values() if one not in tried]:
            usual = circle.sign(circle.usual) if circle.is_usual else None
            for order, files in circle.orders.items():
                sign = circle.sign(order)
                for file in files:
                    signs.setdefault(file, []).append(sign)
                    if sign != usual and (usual is None or circle.concerns(file, sign)):
                        # Those it comes to later have its own order where that of the first is its own.
                        others.setdefault(file, circle.sequel if circle.sequel and circle.sequel[0] == sign else None)
        for file, sequel in others.items():
            if sequel:
                self.sequel.settle(file, sequel[1][file])
                continue
            yield file, ';'.join([sign for sign in signs[file] if sign])


class MypyLog:
    """Stands in for standard error, and has somebody hear what is logged instead of writing it."""

    def __init__(self, stream, hear):
        self.stream, self.hear, self.line = stream, hear, ''

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        self.line += text
        # print() writes its words one by one.
        if '\n' in text and self.line.startswith(('LOG: ', 'TRACE: ')):
            line, self.line = self.line, ''
            self.hear(line)
        elif '\n' in text:
            self.pass_on()
        return len(text)

    def pass_on(self):
        line, self.line = self.line, ''
        self.stream.write(line)

    def flush(self):
        if not self.line.startswith(('LOG: ', 'TRACE: ')):
            self.pass_on()
        self.stream.flush()
