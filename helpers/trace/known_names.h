// SPDX-License-Identifier: MIT
// What is known by name: programs whose results do not hold what they are told of files, and paths that are no files.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lintcache {

// What a program lets into its results of what it is told about files that it asks for.
enum class Care : uint8_t {
  shape,   // only what a file is, and whether it is there: rm, mkdir
  size,    // besides, how large it is: compilers, filters
  all,     // mode, owner and times as well
};

// By the last name of its path; a version may follow, as in gcc-12, or a target go before, as in x86_64-linux-gnu-gcc.
Care care_of(std::string_view executable);

// The names themselves, for who wants to see them.
std::span<const std::string_view> programs_without_times();
std::span<const std::string_view> programs_of_shapes();

// A compiler of C or C++, which puts the time of a source into what it makes where the source asks for that.
bool holds_times_of_sources(std::string_view executable);

// sh and its kin.
bool is_shell(std::string_view executable);

// `touch` opens a file without wishing to read or to write it.
bool only_touches(std::string_view executable);

enum class Place : uint8_t {
  ordinary,  // files, directories
  harmless,  // says nothing that a result depends on, such as /dev/null, or all that /proc/self tells of memory
  strange,   // anything else of the kernel's: what it tells is not known to stay as it is
};

// `path` is absolute, without `.` and `..`.
Place place_of(std::string_view path);

// What makes a place harmless, a line each; a final `*` stands for any rest.
std::span<const std::string_view> harmless_places();

}  // namespace lintcache
