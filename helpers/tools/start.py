# SPDX-License-Identifier: MIT
# Part of a tool's start: makes the process look like one in which the tool was started by its user, and is watched.


def start(tool, hides_options):
    """The code to run next. In sys.argv are a descriptor for the report, and what the tool's user would write."""
    import os, sys

    is_script = sys.argv[2] != '-c'
    descriptor, program, *words = [int(sys.argv[1]), *sys.argv[2 if is_script else 3:]]
    options, words = (words[:-1], words[-1:]) if hides_options else ([], words)
    sys.argv = [program if is_script else '-c', *words]
    if hasattr(sys, 'orig_argv'):
        sys.orig_argv = [sys.orig_argv[0], *([program] if is_script else ['-m', tool]), *sys.argv[1:]]
    place = sys.path.pop(0)
    observer = Observer(descriptor)
    observer.begin()
    if is_script:
        place = os.path.dirname(os.path.realpath(program))
        globals().update(__file__=program, __cached__=None)
        with open(program, 'rb') as script:
            program = compile(script.read(), program, 'exec')
        sys.path.insert(0, place)
    if hides_options:
        # Around what the process can see, into the list that the program hands to pylint.
        from pylint.lint import Run
        try:
            from pylint.constants import PYLINT_HOME
        except ImportError:
            PYLINT_HOME = None  # a pylint that keeps it elsewhere: what it reads there counts
        # There are the statistics of earlier runs, which are read for reports that nobody asked for.
        home = PYLINT_HOME and os.path.abspath(PYLINT_HOME)
        if home and not os.getcwd().startswith(home):
            observer.own.add(home)
        begin = Run.__init__
        Run.__init__ = lambda self, args, *more, **named: begin(self, [*options, *args], *more, **named)
    if not is_script:
        sys.path.insert(0, place)
    # What we add to the stack.
    deeper = (1 if is_script else 3) + hides_options + (sys.version_info < (3, 12))
    sys.setrecursionlimit(sys.getrecursionlimit() + deeper)
    for name in 'Observer', 'start':
        del globals()[name]
    return program
