// SPDX-License-Identifier: MIT
// Records of commands as bytes.
//
// Fields (base/frame.h): "memo", the version, status, nanoseconds; how many facts there are, and five for each (kind, path,
// detail, state, "?" where it is lenient); how many outputs, and six for each (kind, path, mode, content, text, modified);
// how many chunks, and two for each (stream, bytes). Numbers are decimal text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/path_facts.h"
#include "model/memo.h"

namespace lintcache {

std::string encode_record(const MemoRecord& record);

// Nothing where the bytes are damaged or of another version.
std::optional<MemoRecord> decode_record(std::string_view bytes);

// Outputs alone, as above.
std::string encode_outputs(const std::vector<MemoOutput>& outputs);
std::optional<std::vector<MemoOutput>> decode_outputs(std::string_view bytes);

// "seen", the version, when it was written (nanoseconds of `Disk::now`), then three fields for each digest: its key, its
// tuple (4 numbers of 8 bytes, little-endian: size, mtime, ctime, inode) and itself.
std::string encode_memory(const FactMemory& memory, int64_t now);

// Nothing where the bytes are damaged, of another version, or of a time that is still to come.
std::optional<FactMemory> decode_memory(std::string_view bytes, int64_t now);

// What was asked for, as fields: "command", the version, directory, executable, mask, "<" where it had a standard input,
// then the arguments. When it is read, the standard input is "<" or empty.
std::string encode_command(const MemoCommand& command);
std::optional<MemoCommand> decode_command(std::string_view bytes);

}  // namespace lintcache
