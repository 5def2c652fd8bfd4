# SPDX-License-Identifier: MIT
"""Thirty edits of Django 3.2 as commits make them: each takes the tree and changes files, on top of those before."""


def docstring_of_a_helper(tree):
    tree.replace("django/utils/encoding.py", "Determine if the object instance is of a protected type.", "Tell whether an object is protected.")


def fix_in_a_leaf(tree):
    tree.replace("django/forms/boundfield.py", "class BoundField:", "class BoundField:\n    is_leaf = True\n")


def comment_in_a_hub(tree):
    tree.replace("django/utils/functional.py", "class cached_property:", "# Decorates a method.\nclass cached_property:")


def new_function_in_a_hub(tree):
    tree.write("django/utils/functional.py", tree.read("django/utils/functional.py") +
               "\n\ndef compose(first, second):\n    \"\"\"Return what does both.\"\"\"\n    return lambda value: second(first(value))\n")


def uses_the_new_function(tree):
    tree.write("django/forms/utils.py", tree.read("django/forms/utils.py") +
               "\n\ndef shout(value):\n    from django.utils.functional import compose\n    return compose(str, escape)(value)\n")


def renames_a_helper_with_its_users(tree):
    assert tree.rename_everywhere("make_hashable", "as_hashable") > 1


def renames_a_helper_and_forgets_a_user(tree):
    tree.replace("django/forms/utils.py", "def from_current_timezone(", "def from_the_current_timezone(")


def mends_that(tree):
    tree.replace("django/forms/utils.py", "def from_the_current_timezone(", "def from_current_timezone(")


def removes_its_use(tree):
    text = tree.read("django/forms/utils.py")
    tree.write("django/forms/utils.py", text[:text.index("\n\n\ndef shout(")] + "\n")


def new_module(tree):
    tree.write("django/utils/shapes.py", "from django.utils.encoding import force_str\n\n\ndef square(value):\n    return force_str(value) * 4\n")


def uses_the_new_module(tree):
    tree.replace("django/forms/renderers.py", "from django.utils.functional import cached_property\n",
                 "from django.utils.functional import cached_property\nfrom django.utils.shapes import square\n")
    tree.write("django/forms/renderers.py", tree.read("django/forms/renderers.py") + "\n\nSQUARE = square('x')\n")


def deletes_a_module(tree):
    tree.remove("django/utils/itercompat.py")


def brings_it_back(tree):
    tree.write("django/utils/itercompat.py", "def is_iterable(x):\n    \"Say whether one can iterate over it.\"\n    try:\n        iter(x)\n"
               "    except TypeError:\n        return False\n    return True\n")


def version_in_the_top_package(tree):
    tree.replace("django/__init__.py", "(3, 2, 25, 'final', 0)", "(3, 2, 26, 'final', 0)")


def unrelated_section_of_setup_cfg(tree):
    tree.replace("setup.cfg", "version = 3.2\n", "version = 3.3\n")


def section_of_flake8(tree):
    tree.replace("setup.cfg", "max-line-length = 119", "max-line-length = 100")


def configuration_of_pylint(tree):
    tree.replace(".pylintrc", ",missing-function-docstring", "")


def configuration_of_another_tool(tree):
    tree.write("pyproject.toml", "[tool.black]\nline-length = 88\n")


def a_test_changes(tree):
    tree.write("tests/test_shapes.py", "from django.utils.text import slugify\n\n\ndef test_slug():\n    assert slugify('A b') == 'a-b'\n")


def another_test(tree):
    tree.write("tests/test_slugs.py", "from django.utils.text import slugify\n\nassert slugify('')\n")


def reformats_a_file(tree):
    lines = tree.read("django/http/cookie.py").splitlines()
    tree.write("django/http/cookie.py", "\n".join(line.replace("'", '"') for line in lines) + "\n")


def reformats_a_hub(tree):
    tree.write("django/utils/datastructures.py", tree.read("django/utils/datastructures.py").replace("\n\n\nclass", "\n\n\n\nclass"))


def a_constant(tree):
    tree.replace("django/utils/html.py", "MAX_URL_LENGTH = 2048", "MAX_URL_LENGTH = 4096")


def a_type_annotation(tree):
    tree.replace("django/utils/encoding.py", "def is_protected_type(obj):", "def is_protected_type(obj: object) -> bool:")


def a_new_argument(tree):
    tree.replace("django/utils/regex_helper.py", "def normalize(pattern):", "def normalize(pattern, depth=0):")


def a_removed_argument(tree):
    tree.replace("django/utils/regex_helper.py", "def normalize(pattern, depth=0):", "def normalize(depth=0):\n    pattern = ''")


def reverts_that(tree):
    tree.replace("django/utils/regex_helper.py", "def normalize(depth=0):\n    pattern = ''", "def normalize(pattern):")


def a_data_file(tree):
    tree.write("django/conf/app_template/data.json", "{}\n")


def a_stub(tree):
    tree.write("django/utils/shapes.pyi", "def square(value: str) -> str: ...\n")


def a_readme(tree):
    tree.write("README.rst", "Django\n======\n")


EDITS = {function.__name__.replace("_", " "): function for function in (
    fix_in_a_leaf, docstring_of_a_helper, comment_in_a_hub, new_function_in_a_hub, uses_the_new_function, renames_a_helper_with_its_users,
    renames_a_helper_and_forgets_a_user, mends_that, removes_its_use, new_module, uses_the_new_module, deletes_a_module, brings_it_back,
    version_in_the_top_package, unrelated_section_of_setup_cfg, section_of_flake8, configuration_of_pylint,
    configuration_of_another_tool, a_test_changes, another_test, reformats_a_file, reformats_a_hub, a_constant, a_type_annotation,
    a_new_argument, a_removed_argument, reverts_that, a_data_file, a_stub, a_readme)}
QUICK = ("fix in a leaf", "comment in a hub", "new module", "unrelated section of setup cfg", "a constant", "a readme")
