// SPDX-License-Identifier: MIT
// The functions of the C library that this library stands in for: those that programs look at files with most. All others
// are made as ever, and stop for the tracer.
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include "trace/preload/told_call.h"

// The C library's headers promise for some of these that they get no null pointer.
#pragma GCC diagnostic ignored "-Wnonnull-compare"

#define TOLD extern "C" __attribute__((visibility("default")))

using lintcache::EventKind;
using lintcache::preload::told_call;

static void pthread_testcancel_if_there() __attribute__((weakref("pthread_testcancel")));

namespace {

long to_long(const void* pointer) { return reinterpret_cast<long>(pointer); }

bool may_create(int flags) { return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE; }

int do_open(int directory, const char* path, int flags, mode_t mode) {
  if (pthread_testcancel_if_there != nullptr) pthread_testcancel_if_there();
  if (!may_create(flags)) mode = 0;
  return static_cast<int>(told_call({EventKind::open, directory, path == nullptr ? "" : path, flags, mode}, SYS_openat,
                                    directory, to_long(path), flags, static_cast<long>(mode)));
}

int do_stat(int directory, const char* path, struct stat* facts, int flags) {
  const bool is_descriptor = (flags & AT_EMPTY_PATH) != 0 && path != nullptr && path[0] == 0;
  const char* named = is_descriptor ? nullptr : path == nullptr ? "" : path;
  return static_cast<int>(told_call({EventKind::status, directory, named, flags, 0}, SYS_newfstatat, directory,
                                    to_long(path), to_long(facts), flags));
}

int do_fstat(int descriptor, struct stat* facts) {
  return static_cast<int>(told_call({EventKind::status, descriptor, nullptr, AT_EMPTY_PATH, 0}, SYS_fstat, descriptor,
                                    to_long(facts)));
}

ssize_t do_readlink(int directory, const char* path, char* into, size_t size) {
  return told_call({EventKind::read_link, directory, path == nullptr ? "" : path, 0, 0}, SYS_readlinkat, directory,
                   to_long(path), to_long(into), static_cast<long>(size));
}

mode_t mode_in(int flags, va_list list) { return may_create(flags) ? va_arg(list, mode_t) : 0; }

}  // namespace

#define OPEN(name, ...)                                 \
  va_list list;                                         \
  va_start(list, flags);                                \
  const mode_t mode = mode_in(flags, list);             \
  va_end(list);                                         \
  return do_open(__VA_ARGS__, path, flags, mode)

TOLD int open(const char* path, int flags, ...) { OPEN(open, AT_FDCWD); }
TOLD int open64(const char* path, int flags, ...) { OPEN(open64, AT_FDCWD); }
TOLD int openat(int directory, const char* path, int flags, ...) { OPEN(openat, directory); }
TOLD int openat64(int directory, const char* path, int flags, ...) { OPEN(openat64, directory); }
TOLD int __open_2(const char* path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
TOLD int __open64_2(const char* path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
TOLD int __openat_2(int directory, const char* path, int flags) { return do_open(directory, path, flags, 0); }
TOLD int __openat64_2(int directory, const char* path, int flags) { return do_open(directory, path, flags, 0); }
TOLD int creat(const char* path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
TOLD int creat64(const char* path, mode_t mode) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

TOLD int stat(const char* path, struct stat* facts) noexcept { return do_stat(AT_FDCWD, path, facts, 0); }
TOLD int lstat(const char* path, struct stat* facts) noexcept {
  return do_stat(AT_FDCWD, path, facts, AT_SYMLINK_NOFOLLOW);
}
TOLD int fstat(int descriptor, struct stat* facts) noexcept { return do_fstat(descriptor, facts); }
TOLD int fstatat(int directory, const char* path, struct stat* facts, int flags) noexcept {
  return do_stat(directory, path, facts, flags);
}
// On these machines the structures for large files are the same.
TOLD int stat64(const char* path, struct stat64* facts) noexcept {
  return do_stat(AT_FDCWD, path, reinterpret_cast<struct stat*>(facts), 0);
}
TOLD int lstat64(const char* path, struct stat64* facts) noexcept {
  return do_stat(AT_FDCWD, path, reinterpret_cast<struct stat*>(facts), AT_SYMLINK_NOFOLLOW);
}
TOLD int fstat64(int descriptor, struct stat64* facts) noexcept {
  return do_fstat(descriptor, reinterpret_cast<struct stat*>(facts));
}
TOLD int fstatat64(int directory, const char* path, struct stat64* facts, int flags) noexcept {
  return do_stat(directory, path, reinterpret_cast<struct stat*>(facts), flags);
}
// What programs call that were built with older C libraries; the first argument is a version that never changed.
TOLD int __xstat(int, const char* path, struct stat* facts) { return do_stat(AT_FDCWD, path, facts, 0); }
TOLD int __xstat64(int, const char* path, struct stat* facts) { return do_stat(AT_FDCWD, path, facts, 0); }
TOLD int __lxstat(int, const char* path, struct stat* facts) {
  return do_stat(AT_FDCWD, path, facts, AT_SYMLINK_NOFOLLOW);
}
TOLD int __lxstat64(int, const char* path, struct stat* facts) {
  return do_stat(AT_FDCWD, path, facts, AT_SYMLINK_NOFOLLOW);
}
TOLD int __fxstat(int, int descriptor, struct stat* facts) { return do_fstat(descriptor, facts); }
TOLD int __fxstat64(int, int descriptor, struct stat* facts) { return do_fstat(descriptor, facts); }

TOLD int access(const char* path, int wanted) noexcept {
  const char* named = path == nullptr ? "" : path;
  return static_cast<int>(told_call({EventKind::access, AT_FDCWD, named, 0, static_cast<uint32_t>(wanted)},
                                    SYS_faccessat, AT_FDCWD, to_long(path), wanted));
}

TOLD ssize_t readlink(const char* path, char* into, size_t size) noexcept {
  return do_readlink(AT_FDCWD, path, into, size);
}
TOLD ssize_t readlinkat(int directory, const char* path, char* into, size_t size) noexcept {
  return do_readlink(directory, path, into, size);
}

// The C library's own, by another name; for programs with rights it gives nothing, and those do not get this library.
extern "C" char* secure_getenv(const char* name) noexcept;

TOLD char* getenv(const char* name) noexcept {
  lintcache::preload::told_variable(name);
  return secure_getenv(name);
}

TOLD DIR* opendir(const char* path) {
  const int descriptor = do_open(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC, 0);
  if (descriptor < 0) return nullptr;
  DIR* directory = fdopendir(descriptor);
  if (directory == nullptr) {
    const int error = errno;
    close(descriptor);
    errno = error;
  }
  return directory;
}

namespace {

// Whether the C library looks whether what comes before this rest is a directory.
bool needs_directory(const char* rest) {
  while (*rest == '/') {
    while (*rest == '/') ++rest;
    if (*rest == 0) return true;
    if (*rest++ != '.') return false;
    if (*rest == 0 || (*rest == '.' && (rest[1] == 0 || rest[1] == '/'))) return true;
  }
  return false;
}

// The same as realpath(), for paths without links, which most are: their length, 0 where it is for the C library to say.
// With an error where there is nothing: then it is the part of the path that is not there.
size_t plain_realpath(const char* path, char (&into)[PATH_MAX], int& error) {
  error = 0;
  size_t at = 0;
  if (path == nullptr || path[0] == 0) return 0;
  if (path[0] != '/') {
    const long got = syscall(SYS_getcwd, into, sizeof into);
    if (got <= 1 || into[0] != '/') return 0;
    at = static_cast<size_t>(got) - 1;
  } else {
    into[at++] = '/';
  }
  for (const char* end; *path != 0; path = end) {
    while (*path == '/') ++path;
    for (end = path; *end != 0 && *end != '/';) ++end;
    const auto length = static_cast<size_t>(end - path);
    if (length == 0) break;
    if (length == 1 && path[0] == '.') continue;
    if (length == 2 && path[0] == '.' && path[1] == '.') {
      if (at > 1)
        for (--at; at > 1 && into[at - 1] != '/';) --at;
      continue;
    }
    if (at + length + 2 > sizeof into) return 0;
    if (into[at - 1] != '/') into[at++] = '/';
    memcpy(into + at, path, length);
    at += length;
    into[at] = 0;
    char text[2];
    if (needs_directory(end) || do_readlink(AT_FDCWD, into, text, sizeof text) >= 0) return 0;
    if (errno == EINVAL) continue;
    error = errno;
    return error == ENOENT || error == EACCES ? at : 0;
  }
  if (at > 1 && into[at - 1] == '/') --at;
  into[at] = 0;
  return at;
}

}  // namespace

extern "C" char* __realpath_chk(const char* path, char* resolved, size_t size);

// It asks about each directory of a path, from within the C library; compilers do so for each header.
TOLD char* realpath(const char* path, char* resolved) noexcept {
  char found[PATH_MAX];
  int error = 0;
  const size_t length = plain_realpath(path, found, error);
  if (length == 0) return resolved == nullptr ? canonicalize_file_name(path) : __realpath_chk(path, resolved, PATH_MAX);
  if (error != 0) {
    if (resolved != nullptr) memcpy(resolved, found, length + 1);
    errno = error;
    return nullptr;
  }
  char* result = resolved != nullptr ? resolved : static_cast<char*>(malloc(length + 1));
  if (result != nullptr) memcpy(result, found, length + 1);
  return result;
}
