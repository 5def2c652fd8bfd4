# SPDX-License-Identifier: MIT
# Part of pylint's lint server: which nodes of a shared tree astroid's transforms may want, so that nobody has to ask all.


class Visits:
    """astroid asks for each node of a tree, and for each of its transforms, whether that wants the node; nearly none
    does. Where a transform says no and has looked at nothing but how the tree is written, which is the same whoever asks,
    it is not asked again. All others are, in the same order, and as deep in the stack."""

    import os, sys

    # What becomes of a node after its tree is made.
    state = {'locals', 'globals', 'instance_attrs', 'special_attributes', 'future_imports', 'file_encoding', '__dict__',
             '_explicit_inference', 'type', '_type'}
    # What a tree is from its beginning, and what leads from node to node.
    written = {'args', 'attrname', 'decorators', 'elts', 'expr', 'frame', 'func', 'keywords', 'modname', 'name', 'names', 'parent',
               'root', 'scope', 'statement', 'targets', 'value'}
    harmless = {isinstance, len, any, all, sys.setprofile}
    room = 60  # frames; with fewer, all is done in the long way

    class Looks(Exception):
        """A transform is about to look at something else."""

    def __init__(self, doubts):
        from astroid import manager, nodes, transforms
        self.kind, self.visit = transforms.TransformVisitor, transforms.TransformVisitor.visit
        self.visitor = manager.AstroidManager()._transform
        if self.kind._visit.__code__.co_varnames[:2] != ('self', 'node') or self.kind._transform.__code__.co_argcount != 2:
            raise TypeError('an astroid that visits nodes in another way')
        self.plans, self.known, self.doubts = {}, None, doubts
        self.plain, self.is_plain = set(), True  # code; whether only that was run
        self.sure = {}  # id of what a transform asks: True where it can run nothing else
        import builtins
        self.builtins, self.module, self.kinds = builtins, type(builtins), set(vars(nodes))
        for one in vars(nodes).values():
            for kind in getattr(one, '__mro__', ()):
                for name in 'root', 'scope', 'frame', 'statement', 'qname':
                    if name in vars(kind) and not self.trust(vars(kind)[name]):
                        self.written = self.written - {name}
        self.one_by_one = {}  # transforms that are left for a node: what asks these alone
        self.kind.visit = lambda visitor, node: self.run(visitor, node)

    def code_of(self, function):
        while hasattr(function, 'func'):
            function = function.func
        return getattr(function, '__code__', None)

    def trust(self, function, depth=0):
        """This function may be called, and those that it names, for it looks only at what is written. True if it can
        call nothing else."""
        while hasattr(function, 'func'):
            function = function.func
        codes = [self.code_of(function)]
        if codes[0] is None or depth > 4:
            return False
        for one in codes:
            codes += [const for const in one.co_consts if hasattr(const, 'co_names')]
        names = set().union(*[one.co_names for one in codes])
        if names & self.state:
            return False
        self.plain.update(codes)
        is_sure = True
        for name in names:
            other = function.__globals__.get(name, getattr(self.builtins, name, None))
            if hasattr(other, '__code__'):
                is_sure = (codes[0] is other.__code__ or self.trust(other, depth + 1)) and is_sure
            elif name not in self.written and name not in self.kinds and other not in (isinstance, len, any, all) and \
                    type(other) not in (str, int, tuple, frozenset, set, self.module):
                is_sure = False
        return is_sure

    def watch(self, frame, event, called):
        """Stops what looks at something else before it does."""
        if event == 'call' and frame.f_code not in self.plain or event == 'c_call' and called not in self.harmless and \
                type(getattr(called, '__self__', None)) is not str:
            self.is_plain = False
            raise self.Looks

    def says_no(self, wants, node):
        is_sure = self.sure.get(id(wants))
        if is_sure is None:
            return False
        if is_sure:
            return not wants(node)
        self.is_plain = True
        try:
            self.sys.setprofile(self.watch)
            is_wanted = wants(node)
        except Exception:
            return False
        finally:
            self.sys.setprofile(None)
        return self.is_plain and not is_wanted

    def prepare(self, tree):
        """In the server, for a tree that was just made."""
        if self.known is None:
            self.known = {kind: list(some) for kind, some in self.visitor.transforms.items() if some}
            for some in self.known.values():
                for _, wants in some:
                    is_sure = wants is not None and self.trust(wants)
                    if is_sure or self.code_of(wants) in self.plain:
                        self.sure[id(wants)] = is_sure
        steps = []
        self.walk(tree, 0, steps)
        self.plans[id(tree)] = tree, steps, max(frames for _, _, frames in steps) if steps else 0

    def walk(self, node, frames, steps):
        """In the order in which astroid comes by. `frames` are those that it has on its stack for that."""
        for name in node._astroid_fields:
            self.walk_into(getattr(node, name), frames + 1, steps)
        left = [pair for pair in self.known.get(node.__class__, ()) if not self.says_no(pair[1], node)]
        if left:
            key = node.__class__, tuple(id(pair) for pair in left)
            if key not in self.one_by_one:
                self.one_by_one[key] = object.__new__(self.kind)
                self.one_by_one[key].transforms = {node.__class__: left}
            steps.append((node, self.one_by_one[key], frames))

    def walk_into(self, value, frames, steps):
        if not value or isinstance(value, str):
            return
        if isinstance(value, (list, tuple)):
            # A list made in brackets is a frame of its own in older versions of Python, one of a generator in all.
            is_frame = isinstance(value, tuple) or self.sys.version_info < (3, 12)
            for one in value:
                self.walk_into(one, frames + 1 + is_frame, steps)
        else:
            self.walk(value, frames + 1, steps)

    def run(self, visitor, node):
        """In a child: instead of astroid's own."""
        sys = self.sys
        tree, steps, most = self.plans.pop(id(node), (None, None, 0))
        limit = sys.getrecursionlimit()
        try:
            if tree is node and self.is_as_known(visitor) and self.has_room(limit - most):
                return self.go_through(steps, node, limit)
            # Two frames are ours.
            sys.setrecursionlimit(limit + 2)
            return self.visit(visitor, node)
        finally:
            sys.setrecursionlimit(limit)

    def go_through(self, steps, node, limit):
        for one, visitor, frames in steps:
            self.sys.setrecursionlimit(limit - frames + 1)
            try:
                is_same = visitor._transform(one) is one
            except RecursionError:
                is_same = False
            if not is_same:
                # What nobody foresaw: a process of its own will have to do it.
                self.doubts['transform'] = type(one).__name__
        return node

    def is_as_known(self, visitor):
        return visitor is self.visitor and {kind: some for kind, some in visitor.transforms.items() if some} == self.known

    def has_room(self, limit):
        try:
            self.sys._getframe(max(limit - self.room, 0))
        except ValueError:
            return True
        return False
