# SPDX-License-Identifier: MIT
# Part of a tool's start in a lint server: imports what the tool needs, then forks a process for each request.
# What is said over the socket is described in schedule/lint_server.h.


class Server:
    import os, sys

    def __init__(self, descriptor):
        # In a process that was started by itself these modules are not there, unless the tool asks for them.
        known = set(self.sys.modules)
        import _socket, gc
        for name in set(self.sys.modules) - known:
            del self.sys.modules[name]
        self.descriptor, self.end, self.shared, self.template = descriptor, self.os._exit, None, None
        self.peek = _socket.MSG_PEEK | _socket.MSG_DONTWAIT
        self.children = set()  # not reaped yet
        self.notes = {}  # child: the end of a pipe in which it leaves what others should know
        self.room = _socket.CMSG_SPACE(3 * 4)
        self.talk = _socket.socket(fileno=descriptor)
        # Nothing the tool prints depends on when memory is given back, and a collection writes to all shared pages.
        gc.disable()

    def receive(self, size):
        parts = b''
        while len(parts) < size:
            part = self.talk.recv(size - len(parts))
            if not part:
                self.leave()
            parts += part
        return parts

    def leave(self):
        """Ends with who wanted the children, and so do they."""
        for child in self.children:
            for end in self.os.kill, self.os.killpg:
                try:
                    end(child, 9)
                except OSError:
                    pass  # it has ended, or has no group of its own yet
        self.end(0)

    def request(self):
        """The fields of the next request, and the descriptors that came with it."""
        head, control, _, _ = self.talk.recvmsg(4, self.room)
        if not head:
            self.leave()
        head += self.receive(4 - len(head))
        body = self.receive(int.from_bytes(head, 'little'))
        fields, at = [], 0
        while at < len(body):
            end = at + 4 + int.from_bytes(body[at:at + 4], 'little')
            fields.append(body[at + 4:end])
            at = end
        descriptors = [int.from_bytes(data[i:i + 4], self.sys.byteorder)
                       for _, _, data in control for i in range(0, len(data), 4)]
        return fields, descriptors

    def answer(self, *fields):
        body = b''.join(len(field).to_bytes(4, 'little') + field for field in fields)
        self.talk.sendall(len(body).to_bytes(4, 'little') + body)

    def share(self, kind):
        """To be asked while warming up: what can tell which work of its children is worth doing once, and can do it."""
        try:
            self.shared = kind()
        except (AttributeError, ImportError, TypeError):
            pass  # another version of the tool: each child does all of its work

    def start_from(self, kind):
        """To be asked while warming up: what can take a process to where its children begin to differ."""
        try:
            self.template = kind()
        except (AttributeError, ImportError, TypeError):
            pass  # another version of the tool

    def warm_up(self, warm, observer):
        """Why this process had better not be forked; empty where it may be."""
        self.observer, observer.late = observer, Late(observer)
        try:
            exec(warm, {'__name__': 'warm', 'server': self, 'load_late': observer.late.load, 'Template': Template, 'Trees': Trees})
        except BaseException as error:
            return '%s: %s' % (type(error).__name__, error)
        for stream in self.sys.stdout, self.sys.stderr:
            stream.flush()
        return self.oddity(observer)

    def oddity(self, observer):
        if len(self.os.listdir('/proc/self/task')) > 1:
            return 'a thread is running'
        if observer.doubts:
            return 'it did more than load modules: ' + ', '.join(observer.doubts)
        return ''

    def make_template(self, words, descriptors, observer):
        """True in a process that is to take this one's place, which ends with it; false where there is none."""
        os, template = self.os, self.template
        self.template = None
        ours, theirs = os.pipe()
        child = os.fork()
        observer.doubts.pop('os.fork', None)
        if not child:
            os.close(ours)
            self.first = words, descriptors
            try:
                template.begin(self, words, theirs)
            except BaseException:
                self.end(1)
            return True
        os.close(theirs)
        has_begun = os.read(ours, 1)
        os.close(ours)
        if has_begun:
            self.talk.close()
            for descriptor in descriptors:
                os.close(descriptor)
        os.waitpid(child, 0)
        if has_begun:
            self.end(0)
        return False

    def take_place(self, ready):
        """In a process that came to where all begin to differ. Returns the last word of its request in each child."""
        if self.oddity(self.observer):
            self.end(1)
        self.os.write(ready, b'1')
        self.os.close(ready)
        first, self.first = self.first, None
        return self.answer_all(self.observer, first)[-1]

    def is_asked(self):
        try:
            self.talk.recv(1, self.peek)
        except BlockingIOError:
            return False
        return True

    def work(self, observer):
        """Makes what this child and those to come will share, as long as nobody else waits."""
        seen = [observer.reads, observer.listings,
                *(observer.__dict__.get(name, {}) for name in ('asked', 'finds', 'permissions'))]
        before = [len(one) for one in seen]
        while not self.is_asked() and self.shared.work():
            pass
        # Whoever uses it reads it, too.
        for one, length in zip(seen, before):
            while len(one) > length:
                one.popitem()

    def reap(self, child):
        status = self.os.waitpid(child, 0)[1]
        self.children.discard(child)
        notes = self.notes.pop(child, None)
        if notes is not None:
            try:
                self.shared.learn(self.os.read(notes, 1 << 16))
            except BlockingIOError:
                pass  # somebody else still has the other end
            self.os.close(notes)
        return status

    def fork(self, descriptors, observer):
        """True in the child."""
        ours, theirs = self.os.pipe() if self.shared else (None, None)
        child = self.os.fork()
        # It is our own doing.
        observer.doubts.pop('os.fork', None)
        if not child:
            if self.shared:
                self.os.close(ours)
            self.enter(descriptors, theirs, observer)
            return True
        self.children.add(child)
        if self.shared:
            self.os.set_blocking(ours, False)
            self.os.close(theirs)
            self.notes[child] = ours
        for descriptor in descriptors:
            self.os.close(descriptor)
        self.answer(b'%d' % child)
        return False

    def serve(self, warm, observer):
        """Returns in each child, with the words of its request."""
        observer.process = None  # what this process has seen, its children tell
        odd = self.warm_up(warm, observer)
        if odd:
            self.answer(b'odd', self.os.fsencode(odd))
            self.end(0)
        self.answer(b'ready')
        return self.answer_all(observer)

    def answer_all(self, observer, first=None):
        """Answers requests, `first` before all others. Returns in each child, with the words of its request."""
        waiting, common = [first] if first else [], first and first[0][:-1]
        while True:
            words, descriptors = waiting.pop() if waiting else self.request()
            if words[0] == b'hurry':
                continue
            if words[0] == b'reap':
                self.answer(b'%d' % self.reap(int(words[1])))
                continue
            if first and words[:-1] != common:
                self.leave()
            if self.template and self.make_template(words, descriptors, observer):
                break
            # With the job slot of who waits for the child.
            if self.shared:
                self.work(observer)
            if self.fork(descriptors, observer):
                break
        return [self.os.fsdecode(word) for word in words[1:]]

    def enter(self, descriptors, notes, observer):
        """Makes the child look like a process that was started by itself."""
        os, sys = self.os, self.sys
        os.setsid()
        self.talk.detach()
        for other in self.notes.values():
            os.close(other)
        for descriptor, place in zip(descriptors, (1, 2, self.descriptor)):
            os.dup2(descriptor, place, place < 3)
            os.close(descriptor)
        observer.process = os.getpid()
        # What they remember of directories is of earlier.
        for finder in list(sys.path_importer_cache.values()):
            if hasattr(finder, 'invalidate_caches'):
                finder.invalidate_caches()
        if notes is not None:
            observer.atexit.register(self.leave_notes, notes)

    def leave_notes(self, notes):
        os, news = self.os, self.shared.news()
        # The most that a pipe takes at once.
        os.write(notes, news if len(news) <= 1 << 16 else b'')
