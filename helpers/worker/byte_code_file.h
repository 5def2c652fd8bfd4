// SPDX-License-Identifier: MIT
// Files of compiled code: byte code that its source's hash checks (PEP 552), with a check sum behind it.
//
// A file is made of its head (16 bytes: Python's magic number, the flags, the hash of the source), the
// marshalled code, and 8 bytes that say whether all of that is whole: Python's marshal is not made for
// damaged data and may crash on it. Importlib can read such a file; it stops where the code ends.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lintcache {

inline constexpr size_t k_byte_code_head = 16;

// The marshalled code; empty where there is no such file, and where it has another head or is damaged.
std::string read_byte_code(const std::string& file, std::string_view head);

// Puts a file in its place, whatever stood there, and makes the directories that are missing.
Result<void> write_byte_code(const std::string& file, std::string_view head, std::string_view code);

// The source that a file below `directory` belongs to; empty if its name is none of ours.
std::string source_of_byte_code(const std::string& file, const std::string& directory);

// Removes the files below `directory` whose source is gone, and those whose writer died.
void drop_orphaned_byte_code(const std::string& directory);

}  // namespace lintcache
