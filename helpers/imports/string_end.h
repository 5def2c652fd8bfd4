// SPDX-License-Identifier: MIT
// Where a string of Python text ends: plain, triple-quoted, or with replacement fields.
#pragma once

#include <cstddef>
#include <string_view>

namespace lintcache {

// The position after the string whose first quote stands at `quote`. A string that is not closed ends
// before the end of its line, or with the text where it has three quotes.
size_t string_end(std::string_view text, size_t quote);

}  // namespace lintcache
