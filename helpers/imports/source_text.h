// SPDX-License-Identifier: MIT
// The bytes of a Python file as UTF-8, whatever encoding its first lines name (PEP 263).
#pragma once

#include <string>
#include <string_view>

namespace lintcache {

// The encoding that a comment in one of the first two lines names; empty where none does, and where a
// byte order mark says UTF-8.
std::string_view named_encoding(std::string_view source);

// `source` itself where it is UTF-8, of an unknown encoding, or not what it says; else a view of `room`.
std::string_view as_utf8(std::string_view source, std::string& room);

}  // namespace lintcache
