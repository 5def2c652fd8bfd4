# SPDX-License-Identifier: MIT
# Part of pylint's lint server: what pylint does before it looks at its words is done once, and then forked.


class Template:
    """A process in which pylint has started: its checkers are made and its configuration is read. It forks the others at
    the place where pylint takes its command line, so that each does all that comes after, and has seen what came before.
    A process of its own makes it, so that one that fails, or that should not be shared, leaves nothing behind."""

    import os, sys

    def __init__(self):
        from pylint.config import config_initialization
        from pylint.lint.pylinter import PyLinter
        self.parser, self.kind = config_initialization._ConfigurationFileParser, PyLinter
        self.read, self.take = self.parser.parse_config_file, PyLinter._parse_command_line_configuration

    def begin(self, server, words, ready):
        """In a process of its own, before pylint is started with these words. `ready` is the end of a pipe in which to
        say that all went well."""
        os = self.os
        self.server, self.word, self.ready = server, os.fsdecode(words[-1]), ready
        self.outputs = [os.dup(1), os.dup(2)]
        self.said = os.memfd_create('said')
        for place in 1, 2:
            os.dup2(self.said, place)
        self.parser.parse_config_file = lambda *given, **named: self.look_at(self.read(*given, **named))
        self.kind._parse_command_line_configuration = lambda linter, words: self.hold(linter, words)

    def look_at(self, settings):
        """Code of the user is run by each process, for it may look at the words."""
        plugins = settings[0].get('load-plugins', '')
        names = plugins.split(',') if type(plugins) is str else plugins
        if 'init-hook' in settings[0] or any(name.strip() and not name.strip().startswith('pylint.extensions.') for name in names):
            self.os._exit(1)
        return settings

    def hold(self, linter, words):
        """Where all are forked from: serves, and goes on in each child."""
        os = self.os
        self.parser.parse_config_file = self.read
        del self.kind._parse_command_line_configuration
        self.make_builtins(linter)
        for stream in self.sys.stdout, self.sys.stderr:
            stream.flush()
        if os.fstat(self.said).st_size or words[-1:] != [self.word]:
            os._exit(1)
        os.close(self.said)
        for output, place in zip(self.outputs, (1, 2)):
            os.dup2(output, place)
            os.close(output)
        words[-1] = self.sys.argv[-1] = self.server.take_place(self.ready)
        if hasattr(self.sys, 'orig_argv'):
            self.sys.orig_argv[-1] = words[-1]
        return self.take(linter, words)

    def make_builtins(self, linter):
        """A tree that comes before all others, made from the interpreter itself."""
        from astroid import builder, manager, raw_building
        is_made = getattr(raw_building.InspectBuilder, 'bootstrapped', True)
        one = manager.AstroidManager()
        if not is_made and linter.config.limit_inference_results == one.max_inferable_values and \
                not getattr(linter.config, 'prefer_stubs', False):
            builder.AstroidBuilder(one)
