# SPDX-License-Identifier: MIT
# What of configuration files each tool reads. In sys.argv are an object of file name, tool and sections, then names and
# contents of files in turn. Prints a list of one object for each file: tool and text, equal as long as the tool reads
# the same. Of a file that any of the tools' parsers refuses, or that holds what has no text, nothing is said.
import sys

sys.path.pop(0)
import configparser, io, json, os, site

wanted = json.loads(sys.argv[1])
library = os.path.dirname(os.__file__)


def lies_in(module, *places):
    return any(module.__file__.startswith(os.path.join(place, "")) for place in places)


# Another one in its place, such as one of the tree, may read otherwise.
def own(module):
    if not lies_in(module, library) or "-packages" in module.__file__[len(library):]:
        raise ImportError(module.__file__)
    return module


def toml():
    if sys.version_info >= (3, 11):
        import tomllib
        return own(tomllib)
    import tomli
    if not lies_in(tomli, site.getusersitepackages(), *site.getsitepackages()):
        raise ImportError(tomli.__file__)
    return tomli


def matches(section, pattern):
    section = section.lower()
    return section.startswith(pattern[:-1]) if pattern.endswith("*") else section == pattern


# As flake8 reads it, and as pylint does, to which both signs begin a comment anywhere.
def of_ini(content, tools):
    texts = {tool: [] for tool in tools}
    for comments in None, ("#", ";"):
        parser = own(configparser).RawConfigParser(inline_comment_prefixes=comments)
        parser.read_file(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        for tool, patterns in tools.items():
            # In their order: a later option may undo an earlier one.
            texts[tool].append([list(parser.defaults().items()), [
                [section, [[option, parser.get(section, option)] for option in parser.options(section)]]
                for section in parser.sections() if any(matches(section, pattern) for pattern in patterns)]])
    return texts


def inside(table, names):
    for name in names:
        if not isinstance(table, dict):
            raise TypeError(name)
        if name not in table:
            return []
        table = table[name]
    return [table]


def of_toml(content, tools):
    table = toml().load(io.BytesIO(content))
    return {tool: [[section, *inside(table, section.split("."))] for section in sections]
            for tool, sections in tools.items()}


# None where JSON does not know what is in it, such as a date.
def as_json(text):
    try:
        return json.dumps(text)
    except TypeError:
        return None


def answer(name, content):
    try:
        # pylint passes over a mark that is an error to flake8.
        if content.startswith(b"\xef\xbb\xbf"):
            return {}
        texts = (of_toml if name.endswith(".toml") else of_ini)(content, wanted[name])
        texts = {tool: as_json(text) for tool, text in texts.items()}
        return {tool: text for tool, text in texts.items() if text is not None}
    except Exception:
        return {}


files = sys.argv[2:]
print(json.dumps([answer(name, os.fsencode(content)) for name, content in zip(files[::2], files[1::2])]))
