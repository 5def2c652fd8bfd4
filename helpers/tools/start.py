# SPDX-License-Identifier: MIT
# Part of a tool's start: makes the process look like one in which the tool was started by its user, and is watched.


def start(tool, hides_options):
    """The code to run next. In sys.argv are a descriptor for the report, and what the tool's user would write. In a lint
    server it is a socket instead, statements for server.py follow, and the tool's own words come with each request."""
    import os, sys

    server = globals().get('Server')
    descriptor = int(sys.argv.pop(1))
    warm = sys.argv.pop(1) if server else None
    is_script = sys.argv[1] != '-c'
    program, *words = sys.argv[1 if is_script else 2:]
    sys.argv = [program if is_script else '-c']
    place = sys.path.pop(0)
    if server:
        server = server(descriptor)
    observer = Observer(descriptor)
    observer.begin()
    code = program
    if is_script:
        place = os.path.dirname(os.path.realpath(program))
        globals().update(__file__=program, __cached__=None)
        with open(program, 'rb') as script:
            code = compile(script.read(), program, 'exec')
        sys.path.insert(0, place)
    options = []
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
    # What we add to the stack.
    deeper = (1 if is_script else 3) + hides_options + (sys.version_info < (3, 12))
    sys.setrecursionlimit(sys.getrecursionlimit() + deeper)
    if server:
        # The programs that some installers write find the tool with it.
        if is_script and 'importlib.metadata' in code.co_names:
            warm = 'import importlib.metadata\n' + warm
        words = server.serve(warm, observer)
    if hides_options:
        options, words = words[:-1], words[-1:]
    sys.argv += words
    if hasattr(sys, 'orig_argv'):
        sys.orig_argv = [sys.orig_argv[0], *([program] if is_script else ['-m', tool]), *words]
    if not is_script:
        # The program takes it away again. What is imported until then must not come from there.
        code = 'import sys; sys.path.insert(0, %r); %s' % (place, program)
    for name in 'Late', 'Observer', 'Server', 'Template', 'Trees', 'Visits', 'start':
        globals().pop(name, None)
    return code
