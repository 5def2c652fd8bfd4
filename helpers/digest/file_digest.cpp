// SPDX-License-Identifier: MIT
// A file's bytes go into the hash as they come.
#include "digest/file_digest.h"

#include "digest/hasher.h"

namespace lintcache {

Result<std::optional<FileDigest>> digest_file(const std::string& path) {
  ByteHasher hasher;
  LINTCACHE_TRY_ASSIGN(const auto before, read_pieces(path, [&](std::string_view piece) { hasher.add(piece); }));
  if (!before) return std::optional<FileDigest>();
  LINTCACHE_TRY_ASSIGN(const auto after, real_disk().status(path));
  if (!after) return std::optional<FileDigest>();
  return std::optional(FileDigest{hasher.digest(), *before, *after});
}

}  // namespace lintcache
