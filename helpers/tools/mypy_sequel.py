# SPDX-License-Identifier: MIT
# Part of mypy's start: what mypy says of a few files that want a circle of imports in another order than most. A child that
# was forked before mypy came to that circle goes on in their order, and the lines about them come from there.


class MypySequel:
    """The lines of one process of mypy, which are held back until it ends, and those that some files have elsewhere."""
    import os, sys

    def __init__(self, circles):
        self.circles, self.place, self.instead, self.is_held = circles, None, {}, False

    def hold_back(self):
        """From here on what is written to standard output goes to memory."""
        self.place, self.is_held = self.os.dup(1), True
        self.to_memory()

    def to_memory(self):
        self.sys.stdout.flush()
        memory = self.os.memfd_create('lines')
        self.os.dup2(memory, 1)
        self.os.close(memory)

    def leave_alone(self):
        """In a child."""
        if self.place is not None:
            self.os.close(self.place)
        self.place = None

    def lines(self):
        self.sys.stdout.flush()
        with open(1, 'rb', closefd=False) as memory:
            memory.seek(0)
            lines = memory.read().split(b'\n')
        return [line + b'\n' for line in lines[:-1]] + lines[-1:]

    def release(self):
        """At the end, whatever it was."""
        if self.place is None:
            return
        lines = self.lines()
        kept = [line for line in lines if line.partition(b':')[0] not in self.instead]
        rest = b''.join(kept + sum(self.instead.values(), []))
        self.os.dup2(self.place, 1)
        self.place = None
        while rest:
            rest = rest[self.os.write(1, rest):]

    def files_of(self, circle, later):
        """The sign that some files want the circle in, and these: where that is one sign, and all later circles they lead to
        have one order for them."""
        if not circle.is_usual:
            return None
        usual, found = circle.sign(circle.usual), {}
        for order, files in circle.orders.items():
            sign = circle.sign(order)
            concerned = [file for file in files if sign != usual and circle.concerns(file, sign)]
            if concerned:
                found.setdefault(sign, []).append((order, concerned))
        if len(found) != 1:
            return None
        (sign, some), = found.items()
        if len(some) > 1 and sign not in circle.tried:
            return None
        files, orders = {file for _, concerned in some for file in concerned}, [some[0][0]]
        for other in later:
            wanted = [order for order, leading in other.orders.items() if not files.isdisjoint(leading)]
            if len(wanted) > 1:
                return None
            orders += wanted
        return sign, files, orders

    def go_on(self, circle, later, pipe, found):
        """In a child before mypy takes the circle. True where it is to go on, and to tell at its end."""
        chosen = self.files_of(circle, later) if self.is_held else None
        if not chosen:
            return False
        sign, files, orders = chosen
        circles = self.circles
        for order in orders:
            circles.force(order)
            if circles.build.order_ascc(circles.graph, set(order)) != list(order):
                return False
        self.to_memory()
        end = self.os._exit

        def leave(status):
            self.os._exit = end
            told = None
            if status in (0, 1):
                names, lines = self.names(files), {}
                for line in self.lines():
                    file = line.partition(b':')[0]
                    if file in names:
                        lines.setdefault(names[file], []).append(line)
                told = sign, {name: lines.get(name, []) for name in names.values()}
            circles.leave(pipe, (*found, told))

        self.os._exit = leave
        return True

    def names(self, files):
        """How mypy calls their files: name of the module."""
        graph, errors = self.circles.graph, self.circles.manager.errors
        return {self.os.fsencode(errors.simplify_path(graph[name].xpath)): name for name in files}

    def settle(self, file, lines):
        """What is said of it comes from a child."""
        (path, _), = self.names([file]).items()
        self.instead[path] = lines
