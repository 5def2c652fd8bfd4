// SPDX-License-Identifier: MIT
// Sidecars as text: what `BACKEND files` keeps beside stamps and logs, to be read with `cat`.
//
// The first line is "lintcache sidecar 1" and the name of the sidecar, so that one that was copied over another is none.
// Then come lines of fields; what they say is described in store/sidecar_rows.cpp and store/sidecar_sets.cpp. The last line is
// "sum" and the first 16 hexadecimal digits of the SHA-256 of all before it. Fields are separated by tabs; in a field a
// backslash is written twice, a tab as \t, the end of a line as \n, byte 1 (the mark of base/roots.h) as \@, and any other
// control byte as \x and two digits. All other bytes stand for themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/frame.h"

namespace lintcache {

// `name`: the path of the sidecar below the state directory.
std::string sidecar_text(std::string_view name, const std::vector<Fields>& lines);

// Nothing where the text is damaged, of another version, or that of another sidecar.
std::optional<std::vector<Fields>> sidecar_lines(std::string_view name, std::string_view text);

}  // namespace lintcache
