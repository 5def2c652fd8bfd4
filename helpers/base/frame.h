// SPDX-License-Identifier: MIT
// Frames: lists of byte strings that two processes send each other.
//
// A frame on the wire is a 4-byte length of what follows, then for each field a 4-byte length and
// its bytes. All lengths are little-endian. Fields may hold any bytes, so file names need no
// encoding. A frame is at most k_frame_limit bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lintcache {

inline constexpr size_t k_frame_limit = 256u << 20;

using Fields = std::vector<std::string>;

// The fields with their lengths, without the frame's own length.
std::string encode_fields(const Fields& fields);

// The opposite; an error where lengths and bytes do not agree.
Result<Fields> decode_fields(std::string_view bytes);

// Writes one whole frame to a blocking descriptor.
Result<void> write_frame(int fd, const Fields& fields);

// Reads one whole frame from a blocking descriptor; an empty list at the end of the stream.
Result<Fields> read_frame(int fd);

}  // namespace lintcache
