// SPDX-License-Identifier: MIT
// The digest of a file's bytes, read piece by piece.
#pragma once

#include <optional>
#include <string>

#include "base/disk.h"
#include "base/result.h"
#include "model/digest.h"

namespace lintcache {

struct FileDigest {
  Digest digest;                // as `digest_of` says it of all bytes
  FileStatus before, after;     // of what was opened, and of what is at the path when it was read
};

// Nothing where there is no such file. An error where it cannot be read, is no regular file, or larger than `k_most_read`.
Result<std::optional<FileDigest>> digest_file(const std::string& path);

}  // namespace lintcache
