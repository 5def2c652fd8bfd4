# SPDX-License-Identifier: MIT
# Part of a tool's start: writes down what the process loads, reads, lists and looks for, and tells it at its end.
# The form of the report is described in observation.h. No module is loaded that the tool would not load anyway:
# pylint takes values from its own process.


class Observer:
    import atexit, os, sys

    class Asking:
        """Stands in for a function that asks about a path. It is none itself: what pathlib keeps in a class must not
        become a method."""

        def __init__(self, function, asked, ask):
            self.function, self.asked, self.ask = function, asked, ask
            self.__name__, self.__doc__ = function.__name__, function.__doc__

        def __call__(self, path, *more, **named):
            # Nearly all are so.
            if type(path) is str and path[:1] == '/' and '/..' not in path:
                self.asked[path] = None
            else:
                self.ask(path, named)
            return self.function(path, *more, **named)

    # Those that list directories to find modules and distributions: what they look for is told in other ways.
    finders = {'importlib', '_frozen_importlib_external', 'importlib_metadata', 'pkg_resources'}
    # What other processes do is not seen, and it may be what the tool's findings come from.
    others = {'subprocess.Popen', 'os.system', 'os.exec', 'os.posix_spawn', 'os.spawn', 'os.fork', 'os.forkpty',
              'pty.spawn', 'socket.connect'}
    wanted = others | {'open', 'import', 'os.listdir', 'os.scandir', 'os.chdir', 'os.mkdir', 'os.rename', 'os.link',
                       'os.symlink', 'ctypes.dlopen', 'sqlite3.connect'}
    special = os.O_ACCMODE | os.O_DIRECTORY
    # A function that yields more fields of the report; its argument is the status with which the process ends, or None.
    extra = None
    status = None
    # What is told of each import that is about to be made.
    late = None

    def __init__(self, descriptor):
        self.descriptor, self.process, self.here = descriptor, self.os.getpid(), self.os.getcwd()
        self.started = set(self.sys.modules)
        # Paths are keys, in the order in which they came.
        self.reads, self.listings, self.searches, self.doubts = {}, {}, {}, {}
        self.asked, self.finds, self.permissions = {}, {}, {}
        self.written, self.loaded = set(), {}
        self.own = set()  # directories; what is read below them is nobody's input

    def absolute(self, path):
        path = self.os.fsdecode(path)
        if path[:1] != '/':
            self.here = self.here or self.os.getcwd()
            path = self.here if path in ('', '.') else self.here + '/' + path
        # What `..` means, only the disk knows.
        return self.os.path.realpath(path) if '/..' in path else path

    def opened(self, path, flags):
        os = self.os
        if type(path) is int:
            return
        path = self.absolute(path)
        if flags & os.O_DIRECTORY:
            self.listings[path] = None
        elif not flags & os.O_ACCMODE:
            if path not in self.written:
                self.reads[path] = None
        else:
            if flags & os.O_RDWR and not flags & (os.O_TRUNC | os.O_EXCL) and path not in self.written:
                self.reads[path] = None
            self.written.add(path)

    def listed(self, path, asker):
        name = asker.f_globals.get('__name__')
        if not isinstance(name, str) or name.partition('.')[0] not in self.finders:
            if type(path) is int:
                path = self.os.readlink('/proc/self/fd/%d' % path)
            self.listings[self.absolute('' if path is None else path)] = None

    def changed(self, event, arguments):
        if event == 'os.chdir':
            self.here = None
        elif event == 'os.mkdir':
            path = self.absolute(arguments[0])
            try:
                self.os.stat(path)
            except OSError:
                self.own.add(path)
        elif event in ('ctypes.dlopen', 'sqlite3.connect'):
            if arguments[0] and '/' in self.os.fsdecode(arguments[0]):
                self.opened(arguments[0], self.os.O_RDONLY)
        elif event in self.others:
            self.doubts.setdefault(event, arguments[0] if arguments and type(arguments[0]) is str else '')
        else:
            self.written.add(self.absolute(arguments[1]))

    def ask(self, path, named):
        """Somebody asks what is at a path that is not plain."""
        try:
            if type(path) is not int and named.get('dir_fd') is None:
                self.asked[self.absolute(path)] = None
        except TypeError:
            pass  # no path, which who asked is told as well

    def asks_permission(self, access):
        """Who wants to know whether a file may be executed depends on more than that it is there."""
        os, permissions = self.os, self.permissions

        def ask(path, mode, **named):
            try:
                if mode & os.X_OK and type(path) is not int and named.get('dir_fd') is None:
                    permissions[self.absolute(path)] = None
            except TypeError:
                pass  # nothing that can be asked, which who asked is told as well
            return access(path, mode, **named)

        return ask

    def watch_questions(self):
        os = self.os
        for name in 'stat', 'lstat', 'access', 'readlink':
            function = getattr(os, name)
            asking = self.Asking(function, self.asked, self.ask)
            if name == 'access':
                asking.function = self.asks_permission(function)
            setattr(os, name, asking)
            for known in os.supports_dir_fd, os.supports_effective_ids, os.supports_fd, os.supports_follow_symlinks:
                if function in known:
                    known.add(asking)

    def watch_finders(self):
        """What is found by the finders of the interpreter, but not by an import, is told by nobody."""
        finder, finds = self.sys.modules['_frozen_importlib_external'].FileFinder, self.finds
        find_spec = finder.find_spec

        def find(self, fullname, target=None):
            finds[self.path, fullname.rpartition('.')[2]] = None
            return find_spec(self, fullname, target)

        finder.find_spec = find

    def names_looked_for(self, path):
        """The set, as keys, of names that are looked for along this sys.path."""
        return self.searches.setdefault(
            tuple([self.absolute(entry) for entry in path if isinstance(entry, (str, bytes))]), {})

    def hook(self):
        """The function that is told of everything. It is called often."""
        wanted, special, reads, written = self.wanted, self.special, self.reads, self.written
        path_before = names = None

        def see(event, arguments):
            nonlocal path_before, names
            if event not in wanted:
                return
            try:
                if event == 'open':
                    path, _, flags = arguments
                    # Nearly all are so.
                    if type(path) is str and path[:1] == '/' and not flags & special and '/..' not in path:
                        if path not in written:
                            reads[path] = None
                    else:
                        self.opened(path, flags)
                elif event == 'import':
                    name, file, path = arguments[:3]
                    if file is not None:
                        self.loaded[name] = self.absolute(file)
                    elif type(path) is list:
                        if self.late:
                            self.late.show(name)
                        if path != path_before:
                            path_before, names = path[:], self.names_looked_for(path)
                        names[name] = None
                elif event == 'os.listdir' or event == 'os.scandir':
                    self.listed(arguments[0], self.sys._getframe(1))
                else:
                    self.changed(event, arguments)
            except TypeError:
                pass  # no path, which who asked is told as well
            except Exception as error:
                self.doubts[event] = type(error).__name__

        return see

    def modules(self, fields):
        known = set().union(*self.searches.values())
        last = self.names_looked_for(self.sys.path)
        for name, module in list(self.sys.modules.items()):
            if type(name) is not str or name in self.started:
                continue
            # A module may load itself when it is asked for an attribute.
            try:
                facts = object.__getattribute__(module, '__dict__')
                file, path = facts.get('__file__'), facts.get('__path__')
            except AttributeError:
                continue
            if name not in known:
                last[name] = None
            if type(file) is str and file:
                fields += 'm', name, self.absolute(file)
            elif path is not None:
                for portion in getattr(path, '_path', ()):
                    fields += 'n', name, self.absolute(portion)

    def report(self):
        fields, own = [], self.own
        if self.extra:
            fields += self.extra(self.status)
        self.modules(fields)
        for name, file in self.loaded.items():
            fields += 'm', name, file
        for path, names in self.searches.items():
            fields += ['p', *path, '']
            for name in names:
                fields += 'i', name
        for directory, name in self.finds:
            if type(directory) is str:
                fields += 'f', self.absolute(directory), name
        # Everybody writes there.
        self.listings.pop(self.os.environ.get('TMPDIR', '/tmp').rstrip('/'), None)
        for path in self.written:
            self.asked.pop(path, None)
        for letter, paths in ('r', self.reads), ('l', self.listings), ('s', self.asked), ('e', self.permissions):
            for path in paths:
                if not own or not any(path == top or path.startswith(top + '/') for top in own):
                    fields += letter, path
        for event, what in self.doubts.items():
            fields += 'd', event, what
        fields += 'z', ''
        text = '\0'.join(fields)
        if text.count('\0') >= len(fields):
            text = '\0'.join([field.replace('\0', '?') for field in fields])
        return self.os.fsencode(text)

    def tell(self):
        if self.os.getpid() != self.process:
            return
        self.process = None
        try:
            rest = self.report()
            while rest:
                rest = rest[self.os.write(self.descriptor, rest):]
        except Exception:
            pass  # what is cut short says that something is amiss

    def begin(self):
        try:
            self.os.set_inheritable(self.descriptor, False)
        except OSError:
            return  # nobody wants to know
        end = self.os._exit

        def leave(status):
            self.status = status
            self.tell()
            end(status)

        self.os._exit = leave
        self.atexit.register(self.tell)
        self.watch_questions()
        self.watch_finders()
        self.sys.addaudithook(self.hook())
