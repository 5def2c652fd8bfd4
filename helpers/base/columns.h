// SPDX-License-Identifier: MIT
// How much room text takes on a terminal, and cutting it to what there is.
//
// All text is one line of UTF-8, as printable() makes it. Wide characters take two columns, combining ones none; a
// character that has no width, or changes the order of others, is shown as U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lintcache {

size_t columns_of(std::string_view text);

// As much of the text as fits; where something is left out, `…` stands for it, at the end or in front.
std::string cut_at_end(std::string_view text, size_t columns);
std::string cut_in_front(std::string_view text, size_t columns);

}  // namespace lintcache
