# SPDX-License-Identifier: MIT
# Part of pylint's lint server: syntax trees that many of its processes need are made once, before they are forked.


class Trees:
    """Shares what astroid makes of a text by itself, before it looks at any other module: that is the same whoever asks.
    What comes after it, and finding and reading the file, each process does for itself, so that nothing that one knows
    of another reaches it, and all it reads is seen."""

    import os, sys

    most, most_bytes = 600, 4 << 20  # of texts; trees take forty times as much
    often = 2  # processes that had to make a tree, for it to be made for those to come
    room = 300  # frames that making a tree may take; below that, a process that is short of them would notice

    def __init__(self, observer):
        from astroid import builder, manager
        make = builder.AstroidBuilder._data_build
        if make.__code__.co_varnames[:4] != ('self', 'data', 'modname', 'path'):
            raise TypeError('an astroid that makes trees in another way')
        self.make, self.reader = make, builder.open_source_file
        # One that does not look at anything when it is made.
        self.maker = object.__new__(builder.AstroidBuilder)
        self.maker._manager = manager.AstroidManager()
        self.known, self.missed, self.votes, self.wanted, self.bytes = {}, [], {}, [], 0
        try:
            self.visits = Visits(observer.doubts)
        except (AttributeError, TypeError):
            self.visits = None  # another version
        builder.AstroidBuilder._data_build = lambda builder, data, modname, path: self.get(builder, data, modname, path)

    def get(self, builder, data, name, path):
        """In a child: the tree of a text. Each is given away once, for who gets it adds to it."""
        text, tree = self.known.pop((name, path), (None, None))
        if text == data and not self.is_short_of_frames():
            return tree
        if text is None and type(name) is type(path) is str:
            self.missed.append((name, path))
        # Two frames are ours.
        limit = self.sys.getrecursionlimit()
        self.sys.setrecursionlimit(limit + 2)
        try:
            return self.make(builder, data, name, path)
        finally:
            self.sys.setrecursionlimit(limit)

    def is_short_of_frames(self):
        try:
            self.sys._getframe(max(self.sys.getrecursionlimit() - 2 * self.room, 0))
        except ValueError:
            return False
        return True

    def depth(self):
        frame, depth = self.sys._getframe(), 0
        while frame:
            frame, depth = frame.f_back, depth + 1
        return depth

    def news(self):
        """In a child at its end: what it had to make itself, as bytes."""
        return b'\0'.join(self.os.fsencode(part) for pair in self.missed for part in pair)

    def learn(self, news):
        """What a child had to make itself."""
        parts = [self.os.fsdecode(part) for part in news.split(b'\0')]
        for key in zip(parts[::2], parts[1::2]):
            self.votes[key] = self.votes.get(key, 0) + 1
            if self.votes[key] == self.often:
                self.wanted.append(key)

    def work(self):
        """Makes the next tree that is wanted; false where none is."""
        if not self.wanted or len(self.known) >= self.most or self.bytes >= self.most_bytes:
            return False
        name, path = self.wanted.pop(0)
        limit = self.sys.getrecursionlimit()
        try:
            self.sys.setrecursionlimit(self.depth() + self.room)
            self.add(name, path)
        except Exception:
            pass  # whoever needs it is told
        finally:
            self.sys.setrecursionlimit(limit)
        return True

    def add(self, name, path):
        import warnings
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter('always')
            stream, _, data = self.reader(path)
            stream.close()
            tree = self.make(self.maker, data, name, path)
        # Each process has to say it.
        if not said:
            self.known[name, path] = data, tree
            self.bytes += len(data)
            if self.visits:
                self.visits.prepare(tree[0])
