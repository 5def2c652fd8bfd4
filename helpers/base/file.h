// SPDX-License-Identifier: MIT
// Writing files so that a reader sees the old one or the new one, never half of either.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lintcache {

// Bytes: what is larger is not read whole, by nobody (base/disk.h).
inline constexpr int64_t k_most_read = int64_t{128} << 20;

// Creates the directory and its parents; `mode` is what the user's mask leaves of it.
Result<void> make_directories(const std::string& directory, unsigned mode = 0777);

// Writes a temporary file beside `path`, then renames it; makes the directories that are missing.
// Not synced to the medium: after a power cut the file may be the old one, empty, or the new one.
Result<void> write_atomically(const std::string& path, std::string_view bytes);

// The same, but leaves a file alone that holds these bytes already.
Result<void> write_if_changed(const std::string& path, std::string_view bytes);

// Removes temporary files of `write_atomically` in `directory` and below it that were left by processes that were killed:
// older than an hour, and the process that the name tells is gone. Looks through the directories at most once a day; when
// it last did is the time of a file `.lintcache-swept` in `directory`. Gives how many files it removed.
size_t sweep_temporaries(const std::string& directory);

// Removes a file; one that is not there is no error.
Result<void> remove_file(const std::string& path);

// Removes `directory` and its parents below `top` for as long as they are empty.
void remove_empty_directories(const std::string& directory, const std::string& top);

}  // namespace lintcache
