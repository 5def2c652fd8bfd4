# SPDX-License-Identifier: MIT
# Part of the recorder: the tree's own sources, and compiled code of them that can be trusted.
#
# It is kept apart from the tree, as PEP 552 lays out byte code that is checked against its source's hash.
# Importlib could read it, but fails the import where the code is damaged, and would take byte code that
# is checked by time, or not at all. So the worker reads it, and takes what has the head made here.

source_hash = modules['_imp'].source_hash
set_file_name = modules['_imp']._fix_co_filename
code_type = type(number_of.__code__)
hash_key = int.from_bytes(external.MAGIC_NUMBER, 'little')
kept_suffix = '.%s%s.checked.pyc' % (sys.implementation.cache_tag,
                                     '.opt-%d' % sys.flags.optimize if sys.flags.optimize else '')


def head_of_code(text):
    return external.MAGIC_NUMBER + b'\3\0\0\0' + source_hash(hash_key, text)


def forbid_byte_code_below(prefixes):
    """Byte code in the tree may belong to an older source of the same size and time, and be anybody's."""
    original = external.cache_from_source

    def cache_from_source(path, *arguments, **keywords):
        if frame_of(1).f_globals is external.__dict__ and absolute(path).startswith(prefixes):
            raise NotImplementedError('no byte code in this tree')
        return original(path, *arguments, **keywords)

    external.cache_from_source = cache_from_source
    sys.dont_write_bytecode = True


def use_kept_code_below(prefixes, byte_code):
    """What had to be compiled is told; it is kept by a process that runs no module, never by this one."""
    original = external.SourceLoader.source_to_code

    def source_to_code(self, data, path, *arguments, **keywords):
        usual = type(self) is external.SourceFileLoader and not arguments and not keywords
        if not usual or type(data) is not bytes or type(path) is not str:
            return original(self, data, path, *arguments, **keywords)
        file = absolute(path)
        if not file.startswith(prefixes):
            return original(self, data, path)
        code = kept_code(byte_code + file + kept_suffix, head_of_code(data))
        if type(code) is code_type:
            set_file_name(code, path)
            return code
        code = original(self, data, path)
        compiled(file)
        return code

    external.SourceLoader.source_to_code = source_to_code


def trust_no_byte_code_below(directories, byte_code):
    prefixes = tuple(directory.rstrip('/') + '/' for directory in directories)
    forbid_byte_code_below(prefixes)
    if byte_code:
        use_kept_code_below(prefixes, byte_code)


# The rest is for the process that compiles for others.

def refuse_warnings():
    """A source that makes the compiler warn is compiled and warns in each import, whichever comes first."""
    import warnings
    warnings.simplefilter('error')


def what_to_keep(path, byte_code):
    text = external.SourceFileLoader('', path).get_data(path)
    return byte_code + path + kept_suffix, head_of_code(text), text


def marshalled_code(path, text):
    return external.marshal.dumps(compile(text, path, 'exec', 0, True))
