// SPDX-License-Identifier: MIT
// Small questions about text: splitting, and showing bytes that may be anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

// One line of valid UTF-8 for a person: control characters and bytes that are not UTF-8 become
// `\n`, `\t` or `\xNN`; everything else, backslashes included, stays as it is.
std::string printable(std::string_view bytes);

bool is_utf8(std::string_view bytes);

// The pieces between separators; `""` gives one empty piece.
std::vector<std::string> split(std::string_view text, char separator);

std::string join(const std::vector<std::string>& pieces, std::string_view separator);

std::string_view trim(std::string_view text);

// The last line that is not blank: where Python's tracebacks say what happened.
std::string last_line(std::string_view text);

}  // namespace lintcache
