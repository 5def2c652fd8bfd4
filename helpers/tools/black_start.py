# SPDX-License-Identifier: MIT
# Part of black's start: its own cache is off, it says what it finds, and excludes hold for files that are named, too.


def prepare_black():
    import os, sys

    class Excludes:
        """In place of the pattern of --force-exclude. Where black walks, it asks about directories as well as files."""

        def __init__(self, default, root, *patterns):
            top, root = os.getcwd(), str(root).rstrip('/')
            # What is above the tree is nothing to those patterns that nobody wrote: it is another path in each clone.
            self.patterns = [(default, top[len(root):] if (top + '/').startswith(root + '/') else '')]
            self.patterns += [(pattern, '') for pattern in patterns]

        def search(self, path):
            names = path.split('/')
            for place in [*('/'.join(names[:end]) + '/' for end in range(2, len(names))), path]:
                for pattern, above in self.patterns:
                    match = pattern and pattern.search(place[len(above):])
                    if match and match.group(0):
                        return match
            return None

    # No cache can be there, and none can be made.
    os.environ['BLACK_CACHE_DIR'] = os.devnull
    os.environ.pop('GITHUB_OUTPUT', None)
    place = sys.path.pop(0)
    import black, black.cache, black.const, pathlib
    sys.path.insert(0, place)
    black.cache.CACHE_DIR = pathlib.Path(os.devnull)
    default = black.re_compile_maybe_verbose(black.const.DEFAULT_EXCLUDES)
    run = black.main.callback

    def main(**options):
        for name, value in ('no_cache', True), ('quiet', False), ('verbose', False), ('diff', False), ('color', False):
            if name in options:
                options[name] = value
        asked = [options[name] for name in ('exclude', 'extend_exclude', 'force_exclude')]
        root = black.find_project_root(tuple(options['src']))[0]
        options['force_exclude'] = Excludes(default if asked[0] is None else None, root, *asked)
        return run(**options)

    black.main.callback = main
    sys.setrecursionlimit(sys.getrecursionlimit() + 1)
    del globals()['prepare_black']
