// SPDX-License-Identifier: MIT
// A trace as bytes, from the process that traces to the one that asked for it: both are of one program.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "trace/event.h"

namespace lintcache {

std::string encode_trace(const Trace& trace);

// An error where the bytes are not whole.
Result<Trace> decode_trace(std::string_view bytes);

}  // namespace lintcache
