// SPDX-License-Identifier: MIT
// Python text to its import statements, with no interpreter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

// One name of an `import`, or one whole `from ... import`. Names are UTF-8 as they stand in the text:
// letters beyond ASCII are not brought to the form (NFKC) that Python compares.
struct ImportStatement {
  std::string module;              // dotted; empty for `from . import x`
  unsigned level = 0;              // leading dots
  std::vector<std::string> names;  // of a `from`, without what follows `as`; "*"; empty for an `import`
  unsigned line = 0;               // where the statement begins, from 1

  // What it stands in, at any depth.
  bool in_function = false;
  bool in_class = false;
  bool conditional = false;    // if, else, match, for, while
  bool in_try = false;         // any part of a try
  bool type_checking = false;  // the body of `if TYPE_CHECKING` or `if x.TYPE_CHECKING`

  bool lazy = false;  // `lazy import x` (PEP 810)

  bool operator==(const ImportStatement&) const = default;
};

// In the order of the text. What Python would refuse never fails here: as much is found as can be.
std::vector<ImportStatement> scan_imports(std::string_view source);

}  // namespace lintcache
