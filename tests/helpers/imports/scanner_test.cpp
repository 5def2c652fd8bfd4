// SPDX-License-Identifier: MIT
// One line of Python after the other, with the imports that it holds.
#include "imports/scanner.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lintcache {
namespace {

// `2 f.m:a,b lazy function`: line, dots and module, names, flags.
std::string shown(const ImportStatement& statement) {
  std::string text = std::to_string(statement.line) + ' ' + std::string(statement.level, '.') + statement.module;
  if (!statement.names.empty()) text += ':' + join(statement.names, ",");
  if (statement.lazy) text += " lazy";
  if (statement.in_function) text += " function";
  if (statement.in_class) text += " class";
  if (statement.conditional) text += " conditional";
  if (statement.in_try) text += " try";
  if (statement.type_checking) text += " type_checking";
  return text;
}

// The imports of a text, `; ` between them.
std::string found(std::string_view text) {
  std::vector<std::string> all;
  for (const ImportStatement& statement : scan_imports(text)) all.push_back(shown(statement));
  return join(all, "; ");
}

TEST(Scanner, forms_of_import) {
  EXPECT_EQ(found(""), "");
  EXPECT_EQ(found("import a"), "1 a");
  EXPECT_EQ(found("import a.b.c as d, e\n"), "1 a.b.c; 1 e");
  EXPECT_EQ(found("import a . b\timport"), "1 a.b");
  EXPECT_EQ(found("import \\\n  a, \\\n b\nimport c"), "1 a; 1 b; 4 c");
  EXPECT_EQ(found("import\\\na"), "1 a");
  EXPECT_EQ(found("import caf\xc3\xa9"), "1 caf\xc3\xa9");
}

TEST(Scanner, forms_of_from) {
  EXPECT_EQ(found("from a.b import c as d, e"), "1 a.b:c,e");
  EXPECT_EQ(found("from a import*"), "1 a:*");
  EXPECT_EQ(found("from . import x"), "1 .:x");
  EXPECT_EQ(found("from.import x"), "1 .:x");
  EXPECT_EQ(found("from .x import y"), "1 .x:y");
  EXPECT_EQ(found("from ... \t. .x.z import y"), "1 .....x.z:y");
  EXPECT_EQ(found("from a import(b)"), "1 a:b");
  EXPECT_EQ(found("from a import (b, # (\n c as d,\n\n)\nimport e"), "1 a:b,c; 5 e");
  EXPECT_EQ(found("from \\\n a \\\n import \\\n b\n"), "1 a:b");
  EXPECT_EQ(found("from importlib import importer"), "1 importlib:importer");
}

TEST(Scanner, lazy_is_a_soft_keyword) {
  EXPECT_EQ(found("lazy import a.b as c, d"), "1 a.b lazy; 1 d lazy");
  EXPECT_EQ(found("x; lazy from . import a"), "1 .:a lazy");
  EXPECT_EQ(found("lazy = 1\nlazy.x\nlazy(); import a"), "3 a");
  EXPECT_EQ(found("lazy: int\nimport b"), "2 b");
}

TEST(Scanner, only_statements_count) {
  EXPECT_EQ(found("x.import_y\nreimport a\nimporta\n"), "");
  EXPECT_EQ(found("def g():\n yield from a\n raise x from y\n"), "");
  EXPECT_EQ(found("x = (\nimport_a\n)\nimport b"), "4 b");
  EXPECT_EQ(found("x = [y\nfrom z]"), "");
  EXPECT_EQ(found("a = 1; import b; c; from d import e # ; import f\n"), "1 b; 1 d:e");
  EXPECT_EQ(found("# import a\n  # import b\nimport c"), "3 c");
  EXPECT_EQ(found("@x\nimport_\n@import_.y(1)\nimport a"), "4 a");
}

TEST(Scanner, inline_suites) {
  EXPECT_EQ(found("if x: import y; import z\nimport a"), "1 y conditional; 1 z conditional; 2 a");
  EXPECT_EQ(found("class A: import b\nimport c"), "1 b class; 2 c");
  EXPECT_EQ(found("def f(a: int = {1: 2}[1], *, b=lambda: 1) -> 'x:': import c"), "1 c function");
  EXPECT_EQ(found("if lambda x=lambda: 1: x: import c"), "1 c conditional");
  EXPECT_EQ(found("while x := f(y): import c"), "1 c conditional");
  EXPECT_EQ(found("if x[lambda: 1:2]: import c"), "1 c conditional");
  EXPECT_EQ(found("for llambda in lambdas: import c"), "1 c conditional");
  EXPECT_EQ(found("try: import a\nexcept: import b\nelse: import c\nfinally: import d"),
            "1 a try; 2 b try; 3 c try; 4 d try");
  EXPECT_EQ(found("with x as y: import a"), "1 a");
}

TEST(Scanner, what_a_statement_stands_in) {
  EXPECT_EQ(found("def f():\n class A:\n  if x:\n   import a\n  import b\n import c\nimport d"),
            "4 a function class conditional; 5 b function class; 6 c function; 7 d");
  EXPECT_EQ(found("async def f():\n async with x:\n  import a\n async for y in z:\n  import b\n"),
            "3 a function; 5 b function conditional");
  EXPECT_EQ(found("for x in y:\n pass\nelse:\n import a\n"), "4 a conditional");
  EXPECT_EQ(found("try:\n pass\nexcept* X:\n import a\nelse:\n import b\n"), "4 a try; 6 b try");
  EXPECT_EQ(found("try:\n if x: pass\n else: import a\nelse:\n import b"), "3 a conditional try; 5 b try");
  EXPECT_EQ(found("def f[T: (int, str)](x):\n import a\nclass A[T]:\n import b"), "2 a function; 4 b class");
}

TEST(Scanner, type_checking) {
  EXPECT_EQ(found("if TYPE_CHECKING:\n import a\nelse:\n import b"),
            "2 a conditional type_checking; 4 b conditional");
  EXPECT_EQ(found("if (typing.TYPE_CHECKING) :\n def f():\n  import a"),
            "3 a function conditional type_checking");
  EXPECT_EQ(found("if x: pass\nelif t.TYPE_CHECKING: import a"), "2 a conditional type_checking");
  EXPECT_EQ(found("if not TYPE_CHECKING: import a\nif f().TYPE_CHECKING: import b\n"
                  "if MY_TYPE_CHECKING: import c\nif x or TYPE_CHECKING: import d"),
            "1 a conditional; 2 b conditional; 3 c conditional; 4 d conditional");
}

TEST(Scanner, match_and_case_are_soft_keywords) {
  EXPECT_EQ(found("match x:\n case 1: import a\n case {'b': 2} if b:\n  import b\nimport c"),
            "2 a conditional; 4 b conditional; 5 c");
  EXPECT_EQ(found("match (x):\n case _:\n  match = 1; import a\n"), "3 a conditional");
  EXPECT_EQ(found("match[x]: # y\n case _: import a"), "2 a conditional");
  EXPECT_EQ(found("match = lambda: 1; import a"), "1 a");
  EXPECT_EQ(found("match: int = 1; import a\ncase: int = 2; import b"), "1 a; 2 b");
  EXPECT_EQ(found("match.x(\n1)\nmatch[1:2] = 3\nimport a"), "4 a");
  EXPECT_EQ(found("match x:\n case [\n  1]:\n  import a\n"), "4 a conditional");
}

TEST(Scanner, indentation) {
  EXPECT_EQ(found("if x:\n\tif y:\n\t    import a\n\timport b\nimport c"),
            "3 a conditional; 4 b conditional; 5 c");
  EXPECT_EQ(found("def f():\n        import a\n\timport b\n"), "2 a function; 3 b function");
  EXPECT_EQ(found("def f():\n import a\n# x\n\n   # y\n import b\n"), "2 a function; 6 b function");
  EXPECT_EQ(found("def f(): pass\n  \fimport a\n"), "2 a");
  EXPECT_EQ(found("def f():\n  \\\nimport a\n  import b\nimport c"), "3 a function; 4 b function; 5 c");
  EXPECT_EQ(found("class A:\n  x = [\n1]\n  import a\n"), "4 a class");
}

TEST(Scanner, plain_strings) {
  EXPECT_EQ(found("'import a'\n\"\\\"; import b'\"\nimport c"), "3 c");
  EXPECT_EQ(found("'''\nimport a\n'' '\\'''\n'''\nimport b"), "5 b");
  EXPECT_EQ(found("\"\"\"x\"\"\"; import a"), "1 a");
  EXPECT_EQ(found("''; import a\n'' ''; import b"), "1 a; 2 b");
  EXPECT_EQ(found("r'\\'; import a'\nrb\"\\\\\"; import b"), "2 b");
  EXPECT_EQ(found("'a\\\nimport b'; import c"), "2 c");
  EXPECT_EQ(found("x = {'{': 1}; import a"), "1 a");
  EXPECT_EQ(found("u'{'; b'{'; Rb'{'; if'{': import a"), "1 a conditional");
}

TEST(Scanner, strings_with_fields) {
  EXPECT_EQ(found("f'{x}'; import a"), "1 a");
  EXPECT_EQ(found("f'{{'; import a\nf'{{{x}}}'; import b"), "1 a; 2 b");
  EXPECT_EQ(found("f'{x['y']}'; import a"), "1 a");
  EXPECT_EQ(found("f\"{f\"{f\"{1}\"}\"}\"; import a"), "1 a");
  EXPECT_EQ(found("f'''{\nx # '''}\n}'''; import a"), "3 a");
  EXPECT_EQ(found("f'{x:{y}>{z!r:}}'; import a\nf'{x:%H:\"}'; import b"), "1 a; 2 b");
  EXPECT_EQ(found("f'{x:}}'; import a"), "1 a");
  EXPECT_EQ(found("fR'\\{x}\\''; import a\nf'\\{x}\\''; import b"), "1 a; 2 b");
  EXPECT_EQ(found("f'\\N{LATIN SMALL LETTER A}'; import a\nrf'\\N{x['']}'; import b"), "1 a; 2 b");
  EXPECT_EQ(found("t'{x['']}'; Tr'{x['']}'; import a"), "1 a");
  EXPECT_EQ(found("f'{(lambda x: {1: '}'})}'; import a"), "1 a");
  EXPECT_EQ(found("xf = 1if'{'else 2; import a"), "1 a");
}

TEST(Scanner, line_ends_and_marks) {
  EXPECT_EQ(found("\xef\xbb\xbfimport a\r\nimport b\rimport c\n"), "1 a; 2 b; 3 c");
  EXPECT_EQ(found("'''\r\n\r'''\rimport a"), "4 a");
  EXPECT_EQ(found("'\\\r\nimport a'\r\nimport b"), "3 b");
  EXPECT_EQ(found("import a, \\\r\n b\r\n# x\rimport c"), "1 a; 1 b; 4 c");
  EXPECT_EQ(found("\f\nimport a"), "2 a");
  EXPECT_EQ(found("if x:\r\n  import a\r\n\r\nimport b"), "2 a conditional; 4 b");
}

TEST(Scanner, encodings) {
  EXPECT_EQ(found("# -*- coding: latin-1 -*-\nimport \xe9"), "2 \xc3\xa9");
  EXPECT_EQ(found("#!/x\r\n# vim: fileencoding=ISO-8859-15\r\nimport \xe9"), "3 \xc3\xa9");
  // The second byte of this letter is a backslash.
  EXPECT_EQ(found("# coding=shift_jis\nx = '\x95\\'; import a\n"), "2 a");
  EXPECT_EQ(found("# coding=cp932\n# '\x95\\\nimport a\n"), "3 a");
  EXPECT_EQ(found("\n\n# coding: shift_jis\nx = '\x95\\'; import a\n'"), "");
  EXPECT_EQ(found("x = 1\n# coding: latin-1\nimport \xe9"), "3 \xe9");
  EXPECT_EQ(found("# coding: no-such-one\nimport \xe9"), "2 \xe9");
  EXPECT_EQ(found("# coding: utf-7\nimport a\n# \xff"), "2 a");
}

TEST(Scanner, what_is_no_python) {
  EXPECT_EQ(found(std::string_view("x = 1\0\nimport a\n", 16)), "2 a");
  EXPECT_EQ(found("x = 'unclosed\nimport a"), "2 a");
  EXPECT_EQ(found("x = f'unclosed\nimport a"), "2 a");
  EXPECT_EQ(found("import\nfrom\nfrom x\nfrom x import\nimport a"), "5 a");
  EXPECT_EQ(found("print 'x'\nexcept X, e: import a\n)]}\nimport b"), "2 a try; 4 b");
  EXPECT_EQ(found("if x\nimport a"), "2 a");
  for (const char* text : {"(", "'''", "f'{", "f'''{x:{", "f'{f'{f'", "\\", "if x:", "from . import (", "lazy",
                           "match", "async", "from .", "import a.", "f'\\N{", "'\\", "f'{'\\", "\f", "  \\\n"})
    scan_imports(text);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "f'{";
  scan_imports(deep);
  std::string specifications = "f'";
  for (int i = 0; i < 100'000; ++i) specifications += "{x:";
  scan_imports(specifications);
  scan_imports(std::string(1'000'000, '('));
}

}  // namespace
}  // namespace lintcache
