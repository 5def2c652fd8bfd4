# SPDX-License-Identifier: MIT
"""The rules: each takes the sources of the house and yields complaints, as (path, line, text)."""
import ast
import os
import re

import agreements
from sources import blank_out, is_data

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]', re.MULTILINE)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
PYTHON_API = re.compile(r"\b(?:_?Py[A-Z_]\w*|PyObject)\b")
COMMENT = {"c++": "//", "cmake": "#", "python": "#", "shell": "#", "other": "#"}
# Put together here, so that this file is not a case of what it looks for.
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME)\b")
HOME = re.compile(r"(?<![\w$}>./-])/(?:home/[a-z][\w.-]*|Users/\w+|root)\b")


def line_of(text, position):
    """Return the number of the line that holds the position."""
    return text.count("\n", 0, position) + 1


def room_of(path):
    """Return the room of a file below helpers/, else None."""
    parts = path.split("/")
    return parts[1] if parts[0] == "helpers" and len(parts) > 2 else None


def floor_of(room):
    """Return the number of the room's floor, None for an unknown room."""
    for number, rooms in enumerate(agreements.FLOORS):
        if room in rooms:
            return number
    return None


def why_not(room, other):
    """Return what is wrong with `room` including from `other`, or None."""
    if room == other:
        return None
    if floor_of(other) is None:
        return f"there is no room {other}"
    if room in agreements.ONLY and other not in agreements.ONLY[room]:
        return f"{room} may include only {' and '.join(sorted(agreements.ONLY[room]))}, not {other}"
    if floor_of(other) > floor_of(room):
        return f"{room} lies below {other} and must not include it"
    if floor_of(other) == floor_of(room) and (room, other) not in agreements.NEIGHBOURS:
        return f"{room} and {other} lie on one floor and must not include each other"
    return None


def includes_go_down(sources):
    """Includes between rooms go to lower floors only."""
    rooms = {room_of(source.path) for source in sources} - {None}
    for source in sources:
        room = room_of(source.path)
        if source.language != "c++" or room is None:
            continue
        if floor_of(room) is None:
            yield source.path, 1, f"the room {room} stands on no floor; name it in tests/house/agreements.py"
            continue
        code = blank_out(source.text, keep_strings=True)
        for match in INCLUDE.finditer(code):
            other = match.group(1).split("/")[0]
            known = other in rooms or floor_of(other) is not None
            if "/" in match.group(1) and known and (wrong := why_not(room, other)):
                yield source.path, line_of(code, match.start()), wrong


def python_in_one_room(sources):
    """Python's C API is named in one room, and its headers nowhere: libpython is opened at run time."""
    for source in sources:
        room = room_of(source.path)
        if source.language != "c++" or room is None:
            continue
        code = blank_out(source.text, keep_strings=True)
        for match in INCLUDE.finditer(code):
            if match.group(1).endswith("Python.h"):
                yield source.path, line_of(code, match.start()), "Python's headers are not included"
        if room != agreements.PYTHON_ROOM and (match := PYTHON_API.search(blank_out(source.text))):
            yield (source.path, line_of(source.text, match.start()),
                   f"only {agreements.PYTHON_ROOM}/ knows Python's C API, but here is {match.group()}")


def opening_sentence(source, lines):
    """Return the first comment after the SPDX line, without its marks."""
    rest = "\n".join(lines[1:])
    if source.language == "python" and (match := re.match(r'r?"""(.*?)(?:"""|\n\n)', rest, re.DOTALL)):
        return match.group(1).strip()
    mark = COMMENT[source.language]
    words = []
    for line in lines[1:]:
        if not line.startswith(mark) or line.strip() == mark:
            break
        words.append(line[len(mark):].strip())
    return " ".join(words)


def files_open_well(sources):
    """A file opens with its licence and a sentence that says what it is."""
    for source in sources:
        if source.language is None or is_data(source.path):
            continue
        lines = source.lines[1:] if source.text.startswith("#!") else source.lines
        first = len(source.lines) - len(lines) + 1
        licence = f"{COMMENT[source.language]} SPDX-License-Identifier: MIT"
        if not lines or lines[0] != licence:
            yield source.path, first, f"the first line should be: {licence}"
        elif not opening_sentence(source, lines).endswith((".", ":")):
            yield source.path, first + 1, "the second line should be a sentence that says what the file is"


def cpp_functions(source):
    """Yield (name, first line, last line) of each function that stands in a namespace or a type."""
    code = DIRECTIVE.sub(lambda match: "\n" * match.group().count("\n"), blank_out(source.text))
    stack, start = [], 0
    for match in re.finditer(r"[{};]", code):
        at = match.start()
        inside = any(kind in ("function", "other") for kind, _, _ in stack)
        if match.group() == "{":
            header = code[start:at]
            kind = "inner" if inside else kind_of_block(header)
            begin = start + len(header) - len(header.lstrip())
            stack.append((kind, header, line_of(code, begin)))
        elif match.group() == "}" and stack:
            kind, header, begin = stack.pop()
            if kind == "function":
                yield name_of_function(header), begin, line_of(code, at)
            elif kind == "other":
                continue  # an initialiser: what follows it belongs to the same statement
        if all(kind == "transparent" for kind, _, _ in stack):
            start = at + 1


def kind_of_block(header):
    """Say what the brace after this header opens: transparent (its content counts), function or other."""
    if re.search(r"\bnamespace\b|\bextern\s*$", header):
        return "transparent"
    if "(" not in header:
        return "transparent" if re.search(r"\b(?:class|struct|union|enum)\b", header) else "other"
    starts_members = re.search(r"\)\s*(?:noexcept\s*)?:(?!:)", header)
    return "other" if starts_members and re.search(r"[\w>]\s*$", header) else "function"


def name_of_function(header):
    """Return the name before the first parenthesis of a header."""
    match = re.search(r"([\w:~]+|operator[^\s(]+)\s*\(", header)
    return match.group(1) if match else "a function"


def cmake_functions(source):
    """Yield (name, first line, last line) of each function or macro."""
    opened = None
    for number, line in enumerate(source.lines, 1):
        if match := re.match(r"\s*(?:function|macro)\s*\(\s*([\w.-]+)", line, re.IGNORECASE):
            opened = match.group(1), number
        elif opened and re.match(r"\s*end(?:function|macro)\s*\(", line, re.IGNORECASE):
            yield opened[0], opened[1], number
            opened = None


def python_functions(source):
    """Yield (name, first line, last line) of each function."""
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno


FUNCTIONS = {"c++": cpp_functions, "cmake": cmake_functions, "python": python_functions}


def nothing_outgrows_the_house(sources):
    """Files and functions stay short unless the file says why not."""
    for source in sources:
        if source.language is None or is_data(source.path):
            continue
        if re.search(rf"^\s*{COMMENT[source.language]} Long because: \S", source.text, re.MULTILINE):
            continue
        if len(source.lines) > agreements.MOST_LINES_OF_A_FILE:
            yield source.path, 1, f"has {len(source.lines)} lines, more than {agreements.MOST_LINES_OF_A_FILE}"
        for name, first, last in FUNCTIONS.get(source.language, lambda source: ())(source):
            if last - first + 1 > agreements.MOST_LINES_OF_A_FUNCTION:
                yield (source.path, first, f"{name} has {last - first + 1} lines, "
                       f"more than {agreements.MOST_LINES_OF_A_FUNCTION}")


def formats_have_versions(sources):
    """Each format that outlives a process has a version, and each file that writes is known."""
    by_path = {source.path: source for source in sources}
    for name, (path, pattern) in agreements.FORMATS.items():
        if path not in by_path or not re.search(pattern, by_path[path].text):
            yield path, 1, f"the version of {name} should be defined here: {pattern}"
    writing = set()
    for source in sources:
        if source.language != "c++" or room_of(source.path) is None:
            continue
        match = re.search(r"\b(?:write_\w*(?:atomically|changed)|std::ofstream|fopen)\b", blank_out(source.text))
        if match:
            writing.add(source.path)
            if source.path not in agreements.WRITERS:
                yield (source.path, line_of(source.text, match.start()),
                       "writes to disk: name the format in tests/house/agreements.py")
    for path in sorted(set(agreements.WRITERS) - writing):
        yield path, 1, "is said to write to disk in tests/house/agreements.py, but does not"


def every_source_has_a_test(sources):
    """The test of helpers/x/y.cpp is tests/helpers/x/y_test.cpp."""
    paths = {source.path for source in sources}
    for path in sorted(paths):
        if room_of(path) is None or not path.endswith(".cpp"):
            continue
        if any(path.startswith(folder) for folder in agreements.TESTED_TOGETHER):
            continue
        test = f"tests/{os.path.splitext(path)[0]}_test.cpp"
        if path in agreements.TESTED_ELSEWHERE:
            if test in paths:
                yield path, 1, f"is said to have no test of its own, but there is {test}"
        elif test not in paths:
            yield path, 1, f"should be tested in {test}"
    for path in sorted(set(agreements.TESTED_ELSEWHERE) - paths):
        yield path, 1, "is named in tests/house/agreements.py, but there is no such file"


def nothing_is_left_over(sources):
    """No reminders of unfinished work, no paths of somebody's machine."""
    for source in sources:
        for number, line in enumerate(source.lines, 1):
            if match := UNFINISHED.search(line):
                yield source.path, number, f"says {match.group()}: finish it, or say what is missing"
            match = HOME.search(line)
            if match and match.group() not in agreements.NOBODYS_HOMES:
                yield source.path, number, f"names a path of one machine: {match.group()}"


def scripts_can_be_run(sources):
    """A file with a first line #! has its executable bit, and no other source has."""
    for source in sources:
        has_interpreter = source.text.startswith("#!")
        if has_interpreter != source.is_executable and not is_data(source.path):
            yield source.path, 1, "should be executable" if has_interpreter else "should not be executable"


RULES = [
    includes_go_down,
    python_in_one_room,
    files_open_well,
    nothing_outgrows_the_house,
    formats_have_versions,
    every_source_has_a_test,
    nothing_is_left_over,
    scripts_can_be_run,
]
