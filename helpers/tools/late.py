# SPDX-License-Identifier: MIT
# Part of a lint server: modules that its tool imports late are loaded before it forks, and shown where they are asked for.


class Late:
    """Modules that are loaded and that nobody sees, until the tool imports one of them: then that one is there, with what
    came with it. Where something else would be found by then, that is a doubt."""

    import os, sys

    def __init__(self, observer):
        self.observer, self.path, self.finders = observer, [], []
        self.hidden = {}  # name: module, and whether it is to be an attribute of its package
        self.needs = {}  # name: those that it imported when it was loaded
        self.groups = {}  # name that was asked for: all that came with it

    def load(self, name):
        """Loads a module that is not there yet, and hides what came with it."""
        import builtins
        sys, bring = self.sys, builtins.__import__
        self.path, self.finders, before = sys.path[:], sys.meta_path[:], set(sys.modules)

        def note(wanted, names=None, own=None, some=(), level=0):
            if names:
                package = names.get('__package__') or ''
                full = '.'.join(filter(None, [package.rsplit('.', level - 1)[0], wanted])) if level else wanted
                self.needs.setdefault(names.get('__name__'), set()).update([full] + [full + '.' + one for one in some or ()])
            return bring(wanted, names, own, some, level)

        builtins.__import__ = note
        try:
            bring(name)
        except ImportError:
            pass  # another version of the tool
        finally:
            builtins.__import__ = bring
        new = [one for one in sys.modules if one not in before]
        self.groups[name] = new
        for one in new:
            package, _, leaf = one.rpartition('.')
            # What a hidden package has it keeps.
            is_leaf = package in before and vars(sys.modules[package]).get(leaf) is sys.modules[one]
            if is_leaf:
                delattr(sys.modules[package], leaf)
            self.hidden[one] = sys.modules[one], is_leaf
        for one in new:
            del sys.modules[one]

    def wanted_with(self, name):
        """The hidden ones that come with a module."""
        found, waiting = {}, list(self.groups.get(name, [name]))
        for one in waiting:
            if one in self.hidden and one not in found:
                found[one] = None
                waiting += [one.rpartition('.')[0], *self.needs.get(one, ())]
        return found

    def is_as_before(self, names):
        """Would each of these still be found where it was?"""
        from importlib.machinery import PathFinder
        sys = self.sys
        if sys.meta_path != self.finders:
            return False
        new = [entry for entry in sys.path if entry not in self.path]
        return [entry for entry in sys.path if entry not in new] == self.path and \
            not any(getattr(PathFinder.find_spec(name, new), 'loader', None) for name in names)

    def show(self, name):
        """Somebody is about to import a module."""
        if name not in self.hidden:
            return
        sys, names = self.sys, self.wanted_with(name)
        outer = [one for one in names if '.' not in one]
        self.observer.names_looked_for(sys.path).update(dict.fromkeys(outer))
        if not self.is_as_before(outer):
            # Compiled modules cannot be loaded twice, so a process of its own has to do it.
            self.observer.doubts['a module elsewhere'] = name
            self.hidden.clear()
        shown = {one: self.hidden.pop(one) for one in list(self.hidden) if one in names and one not in sys.modules}
        sys.modules.update((one, module) for one, (module, _) in shown.items())
        for one, (module, is_leaf) in shown.items():
            package, _, leaf = one.rpartition('.')
            if is_leaf:
                setattr(sys.modules[package], leaf, module)
