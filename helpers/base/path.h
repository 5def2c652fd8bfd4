// SPDX-License-Identifier: MIT
// One spelling of a path: absolute, `/` between names, no `.`, `..` or doubled `/`; bytes, not text.
#pragma once

#include <string>
#include <string_view>

namespace lintcache {

// Absolute and without `.`, `..`, doubled or final `/`; symbolic links are not looked at.
// A relative path is taken from `base`, which is absolute.
std::string absolute_path(std::string_view path, std::string_view base);

std::string current_directory();

// `a/b` for `a` and `b`; `b` alone where `a` is empty.
std::string joined(std::string_view directory, std::string_view name);

// Of `/a/b` it is `/a`, of `/a` it is `/`, of `a` it is empty.
std::string parent_of(std::string_view path);

// What stands after the last `/`.
std::string_view file_name(std::string_view path);

// True where `path` lies strictly below `directory`.
bool is_below(std::string_view path, std::string_view directory);

// `path` as seen from `directory`, which it lies below; else `path` itself.
std::string relative_to(std::string_view path, std::string_view directory);

}  // namespace lintcache
