// SPDX-License-Identifier: MIT
// Under which name, and from which directory, a file of the tree is imported.
//
//   Where it lies                             Name       Imports begin in
//   pkg/mod.py                                pkg.mod    what holds pkg; and so up a chain of packages
//   pkg/__init__.py                           pkg        what holds pkg
//   src/pkg/mod.py                            pkg.mod    src
//   tools/run.py, no tools/__init__.py        run        tools: a script finds its neighbours, and util.py
//                                                        in two such directories are two modules
//   conftest.py                               as any other file
//   setup.py, outside of packages             setup      its directory; never executed (see below)
//   pkg/setup.py                              pkg.setup  what holds pkg
//   __main__.py, in a package or not          ends in __main__; never executed
//   run-it.py, 2to3.py, class.py, été.py      as they are: only statements want identifiers
//   my-pkg/mod.py                             my-pkg.mod what holds my-pkg
//   a.b.py                                    a_b        a dot would mean a package; loaded by its path
//   run, gui.pyw                              run, gui_pyw; loaded by their paths
//   mod.pyi                                   mod        never executed
//   v1.2/mod.py, v1.2/__init__.py             mod, v1_2  v1.2: no name leads into such a directory
//   src/ns/pkg/mod.py, src on the import      ns.pkg.mod src: ns is a namespace package (PEP 420), unless
//     path, no src/ns/__init__.py                        the path has another ns, or mod imports pkg or
//                                                        a neighbour of it by that name
//   src/ns/mod.py, the same                   mod        src/ns, as a script; but ns.mod from src where it
//                                                        imports relatively, which no script can
//
// A package is a directory with an `__init__.py`. What is never executed has its import statements asked for
// instead, so code below `if __name__ == "__main__"` never runs.
#pragma once

#include <string>
#include <vector>

#include "digest/stat_cache.h"
#include "model/import_report.h"
#include "model/input.h"

namespace lintcache {

struct ModuleName {
  ImportRequest request;
  // Where import statements in it are followed first: linters begin in the first directory upwards without
  // `__init__.py`, which need not be the root.
  std::vector<std::string> search_first;
  std::vector<Input> inputs;  // what decided: the presence and absence of `__init__.py` on the way up, ...
};

// `file` is absolute; so are the entries of `import_path`, or they do not count.
ModuleName name_module(const std::string& file, StatCache& disk,
                       const std::vector<std::string>& import_path = {});

}  // namespace lintcache
