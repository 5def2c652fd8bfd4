# SPDX-License-Identifier: MIT
# Part of a tool's start: runs its program for one file after the other in this process, each time as if it were alone.
# Where there are several files, both streams get a NUL, the exit status and a NUL after each; see one_by_one.h.


class OneByOne:
    """Goes through the files of the command line, which are its words that are no options. Each step is to run `program`
    and to say how it ended."""
    import sys

    def __init__(self, program):
        self.program, self.path = program, self.sys.path[:]
        name, *words = self.sys.argv
        options = [word for word in words if word[:1] == '-']
        self.commands = [[name, *options, word] for word in words if word[:1] != '-']

    def __iter__(self):
        for command in self.commands:
            self.sys.argv, self.sys.path[:], self.status = command[:], self.path, 0
            yield self
            if len(self.commands) > 1:
                self.mark()

    def ended(self, end):
        """With this SystemExit."""
        if len(self.commands) == 1:
            raise end
        self.status = end.code or 0
        if type(self.status) is not int:
            print(self.status, file=self.sys.stderr)
            self.status = 1

    def mark(self):
        for stream in self.sys.stdout, self.sys.stderr:
            stream.write('\0%d\0' % self.status)
            stream.flush()
        # What was warned of once is told to the next one, too.
        if 'warnings' in self.sys.modules:
            self.sys.modules['warnings'].simplefilter('default', append=True)
