// SPDX-License-Identifier: MIT
// A trace as few bytes, to be kept and looked at later.
//
// "LCTR", a byte with the version, then numbers (LEB128, signed ones as zigzag) and texts (a length and its bytes). A table
// of texts: how many, each of them. Processes: how many; of each pid, parent, how many arguments, their texts, executable,
// directory, whether it goes on from an exec, begin, end, status. Events: how many; of each kind, process, path, other,
// error, flags, mode, and how much later it began than the one before. Texts of processes and events are numbers of the table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trace/event.h"

namespace lintcache {

std::string pack_trace(const Trace& trace);

// Nothing where the bytes are damaged or of another version.
std::optional<Trace> unpack_trace(std::string_view bytes);

}  // namespace lintcache
