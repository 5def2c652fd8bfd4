// SPDX-License-Identifier: MIT
// How an input says that any module in a directory matters, whatever its name.
#pragma once

#include <string_view>

namespace lintcache {

// The detail of an input of kind `lookup` whose state is which names in the directory an import could find: sources,
// stubs, extension modules and directories.
inline constexpr std::string_view k_any_module = "*";

}  // namespace lintcache
