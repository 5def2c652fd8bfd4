// SPDX-License-Identifier: MIT
// A small buffer stays in the processor's cache, where a whole file would need memory that nobody has touched yet.
#include "digest/file_digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPENSSL_API_COMPAT 0x10101000L
#include <openssl/sha.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "base/descriptor.h"
#include "base/file.h"

namespace lintcache {
namespace {

constexpr size_t k_piece = 65536;
constexpr int64_t k_second = 1'000'000'000;

StatTuple tuple_of(const struct stat& status) {
  return {status.st_size, status.st_mtim.tv_sec * k_second + status.st_mtim.tv_nsec,
          status.st_ctim.tv_sec * k_second + status.st_ctim.tv_nsec, status.st_ino};
}

// These calls do not fail, whatever they are given.
void must(int success) {
  if (success != 1) std::abort();
}

Result<Digest> digest_of_open(int file, const std::string& path) {
  std::array<char, k_piece> piece;
  SHA256_CTX state;
  must(SHA256_Init(&state));
  for (int64_t done = 0;;) {
    const ssize_t got = read(file, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno, "cannot read the file", path);
    if (got == 0) break;
    if ((done += got) > k_most_read) return our_fault("too large to be read", path);
    must(SHA256_Update(&state, piece.data(), static_cast<size_t>(got)));
  }
  Digest digest;
  must(SHA256_Final(digest.bytes.data(), &state));
  return digest;
}

}  // namespace

Result<std::optional<FileDigest>> digest_file(const std::string& path) {
  // A fifo must not block us, and nothing that is not a regular file is read.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return std::optional<FileDigest>();
    return system_error(errno, "cannot open the file", path);
  }
  struct stat before {};
  if (fstat(file.get(), &before) != 0) return system_error(errno, "cannot look at the file", path);
  if (!S_ISREG(before.st_mode)) return our_fault("not a regular file", path);
  if (before.st_size > k_most_read) return our_fault("too large to be read", path);
  LINTCACHE_TRY_ASSIGN(const Digest digest, digest_of_open(file.get(), path));
  LINTCACHE_TRY_ASSIGN(const auto after, real_disk().status(path));
  if (!after) return std::optional<FileDigest>();
  FileStatus first{FileType::regular, tuple_of(before), before.st_dev, after->is_dated};
  return std::optional(FileDigest{digest, first, *after});
}

}  // namespace lintcache
