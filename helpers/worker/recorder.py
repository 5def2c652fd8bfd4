# SPDX-License-Identifier: MIT
# Runs in a clean interpreter: watches how Python imports files and tells the worker what each depended on.
#
# Modules are numbered. Each is imported once, however many files ask for it: what it depended on is told
# as its own, and that another asked for it as an edge between the two. `stack` holds what is being
# imported now, innermost last, a file of the batch at the bottom.
#
# A module that is imported may empty sys.modules, replace builtins or delete whatever it reaches.
# So nothing is imported here but sys (another module would add to the footprint, or hide from it), and
# what is needed afterwards is held in variables of these files from the start.
#
# The worker puts its functions into our globals; they stand in recording.cpp. The files recorder_*.py
# run in the same globals, one after another.

import sys

bootstrap = sys.modules['_frozen_importlib']
external = sys.modules['_frozen_importlib_external']
builtins = sys.modules['builtins']
thread = bootstrap._thread
frame_of = sys._getframe
modules = sys.modules
start_up = dict(modules)

numbers = {}  # of modules by name, of files by path
package_of = {}  # numbers by number
edges = set()
stack = []
names = []  # of what is on the stack; None for a file
lowest = []  # for each on the stack: how deep down the stack it, or what it asked for, has reached
depths = {}  # of what is on the stack
known = set(modules)  # names in sys.modules that are accounted for
file_of = {}  # absolute, by the name it was found under
extensions = set()  # numbers
hints = {}  # edges that stand until they turn out not to be needed; how many reasons there are for each
asked = {}  # by code of a function and what it asks for: the code, and whether it asked once only
failed = {}  # by name: the file of the batch that asked first, and the exception
fallen = set()  # names of modules that failed at some time
pending = []  # modules that failed while something they reached was half imported, and how deep that lies
leaning = []  # names of modules that are whole, though what they reached is half imported, and how deep that lies
doomed = []  # those of them where that failed
avoid = frozenset()  # names of modules that would end this process
turn = 0  # of the file in the batch


class Avoided(BaseException):
    """Raised in place of running a module that has ended a process before."""


def number_of(name):
    number = numbers.get(name)
    if number is None:
        number = numbers[name] = len(numbers)
        new_module(number, name)
        parent = name.rpartition('.')[0] if name[:1] != '/' else ''
        if parent:
            package_of[number] = number_of(parent)
            add_edge(number, package_of[number])
    return number


def add_edge(one, other):
    if one != other and (one, other) not in edges:
        edges.add((one, other))
        edge(one, other)


def needed(name):
    """What is being imported asks for `name`."""
    number = number_of(name)
    add_edge(stack[-1], number)
    reached = number
    while reached is not None:
        depth = depths.get(reached)
        if depth is not None and depth < lowest[-1] and (reached == number or not lies_in(stack[-1], reached)):
            lowest[-1] = depth
        reached = package_of.get(reached)
    return number


def lies_in(number, package):
    """Its packages are begun before a module whatever the order; those of others need not be."""
    while number is not None and number != package:
        number = package_of.get(number)
    return number is not None


def function_asks(frame, number):
    """A function of another module was called, and may have the answer at hand when the next one calls it.

    So its module leads there, too, until the function asks for the same again: then it keeps nothing.
    Modules that were there from the start keep nothing either, and the import system is only who C code is
    called by. What __getattr__ loads is seen as an attribute of its package.
    """
    code = frame.f_code
    name = frame.f_globals.get('__name__')
    if code.co_name in ('<module>', '__getattr__') or name not in modules or name in start_up:
        return
    if frame.f_globals is bootstrap.__dict__ or frame.f_globals is external.__dict__:
        return
    hint = number_of(name), number
    key = id(code), number
    if key not in asked:
        asked[key] = code, True
        hints[hint] = hints.get(hint, 0) + 1
        if hints[hint] == 1:
            edge(*hint)
    elif asked[key][1]:
        asked[key] = code, False
        hints[hint] -= 1
        if hints[hint] == 0:
            no_edge(*hint)


def push(number, name=None):
    if name is not None and names[-1] in modules:
        known.add(names[-1])  # what asks has come that far
    names.append(name)
    depths[number] = len(stack)
    lowest.append(len(stack))
    stack.append(number)
    enter(number)


def pop():
    names.pop()
    depths.pop(stack.pop(), None)
    low = lowest.pop()
    lowest[-1] = min(lowest[-1], low)
    enter(stack[-1])


def note_unasked(number):
    """Names that came into sys.modules without a find: put there by what ran just now."""
    if len(modules) == len(known):
        return
    for other in [one for one in dict.keys(modules) if one not in known]:
        known.add(other)
        if modules[other] is None:
            order_dependent(number)  # nobody can import that now
            give_up()
        if type(other) is str:
            add_edge(number, number_of(other))
            add_edge(numbers[other], number)
            push(numbers[other])
            note_own_file(other)
            pop()
    known.intersection_update(modules)


def note_own_file(name):
    """A module may say that it is another file than the one that was found."""
    try:
        # Not getattr: modules that load lazily would load now.
        file = dict.get(object.__getattribute__(modules[name], '__dict__'), '__file__')
        if type(file) is str and file_of.get(name) != file:
            note_module_file(name, file)
    except Exception:
        pass
