// SPDX-License-Identifier: MIT
// The log, from the side of the program that is traced. Nothing here takes memory, locks, or needs another library than
// the C library: it runs in signal handlers, between vfork() and execve(), and before the program's own first line.
#include "trace/preload/told_call.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "trace/shared_log.h"

extern "C" const unsigned char lintcache_call[], lintcache_call_end[];

namespace lintcache::preload {
namespace {

constexpr size_t k_most_of_name = 256;

LogOwners* owners = nullptr;  // nullptr: there is no log
LogSegment* segments = nullptr;

// The segment of this thread. Whoever shares its memory, as after vfork(), is told by its number.
struct Own {
  uint32_t thread;
  LogSegment* segment;
};
__thread Own own __attribute__((tls_model("initial-exec")));

// The one instruction by which all calls are made here; from the page, into which it is copied, the filter lets it pass.
#if defined(__x86_64__)
asm(".pushsection .text\n.hidden lintcache_call, lintcache_call_end\n.globl lintcache_call, lintcache_call_end\n"
    "lintcache_call: syscall\n ret\nlintcache_call_end:\n.popsection");

long call_at(uint64_t place, long number, long a, long b = 0, long c = 0, long d = 0, long e = 0) {
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  asm volatile("call *%[place]" : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), [place] "r"(place)
               : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
asm(".pushsection .text\n.hidden lintcache_call, lintcache_call_end\n.globl lintcache_call, lintcache_call_end\n"
    ".balign 4\nlintcache_call: svc #0\n ret\nlintcache_call_end:\n.popsection");

long call_at(uint64_t place, long number, long a, long b = 0, long c = 0, long d = 0, long e = 0) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register uint64_t at asm("x9") = place;
  asm volatile("blr %[at]" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), [at] "r"(at) : "x30", "memory");
  return x0;
}
#endif

template <class... Arguments>
long plain_call(long number, Arguments... arguments) {
  return call_at(reinterpret_cast<uint64_t>(lintcache_call), number, arguments...);
}

template <class... Arguments>
long page_call(long number, Arguments... arguments) {
  return call_at(k_told_page, number, arguments...);
}

long to_long(const void* pointer) { return reinterpret_cast<long>(pointer); }

long with_errno(long result) {
  if (result < 0 && result > -4096) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return result;
}

LogSegment* take_segment(uint32_t thread) {
  const uint32_t highest = __atomic_load_n(&owners->highest, __ATOMIC_ACQUIRE);
  for (uint32_t i = 0; i < highest && i < k_segments; ++i)
    if (__atomic_load_n(&owners->threads[i], __ATOMIC_ACQUIRE) == thread) return &segments[i];
  for (uint32_t i = 0; i < k_segments; ++i) {
    uint32_t nobody = 0;
    if (!__atomic_compare_exchange_n(&owners->threads[i], &nobody, thread, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
      continue;
    for (uint32_t now = __atomic_load_n(&owners->highest, __ATOMIC_ACQUIRE); now < i + 1;)
      if (__atomic_compare_exchange_n(&owners->highest, &now, i + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) break;
    return &segments[i];
  }
  return nullptr;
}

// Marked as busy; nullptr where there is none, or its thread is in it already, below a signal handler.
LogSegment* enter() {
  if (owners == nullptr) return nullptr;
  const auto thread = static_cast<uint32_t>(plain_call(SYS_gettid, 0));
  if (own.thread != thread || own.segment == nullptr) own = {thread, take_segment(thread)};
  LogSegment* segment = own.segment;
  if (segment == nullptr || segment->busy != 0) return nullptr;
  segment->busy = 1;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  return segment;
}

void leave(LogSegment* segment) {
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  segment->busy = 0;
}

// What a descriptor leads to; its length, 0: not known.
size_t descriptor_target(int descriptor, char* into, size_t size) {
  char path[48] = "/proc/thread-self/fd/";
  char digits[12];
  size_t count = 0;
  for (unsigned rest = static_cast<unsigned>(descriptor); count == 0 || rest != 0; rest /= 10)
    digits[count++] = static_cast<char>('0' + rest % 10);
  size_t at = strlen(path);
  while (count > 0) path[at++] = digits[--count];
  const long length = page_call(SYS_readlinkat, AT_FDCWD, to_long(path), to_long(into), static_cast<long>(size));
  return length > 0 && static_cast<size_t>(length) < size ? static_cast<size_t>(length) : 0;
}

bool starts_with(const char* text, const char* start) { return strncmp(text, start, strlen(start)) == 0; }

enum class Place : uint8_t { file, none, unknown };

// The path as the tracer would name it.
Place put_path(const Told& told, char* into, size_t& length) {
  size_t at = 0;
  const char* path = told.path;
  if (path == nullptr) {
    at = told.directory >= 0 ? descriptor_target(told.directory, into, PATH_MAX) : 0;
    if (at == 0) return Place::unknown;
    if (into[0] != '/') return Place::none;
    length = at;
    return Place::file;
  }
  // What stands for a descriptor the tracer knows how to name.
  if (path[0] == 0 || starts_with(path, "/proc/") || starts_with(path, "/dev/")) return Place::unknown;
  if (path[0] != '/') {
    if (told.directory == AT_FDCWD) {
      const long got = plain_call(SYS_getcwd, to_long(into), PATH_MAX);
      at = got > 1 ? static_cast<size_t>(got) - 1 : 0;
    } else if (told.directory >= 0) {
      at = descriptor_target(told.directory, into, PATH_MAX);
    }
    if (at == 0 || into[0] != '/') return Place::unknown;
    if (into[at - 1] != '/') into[at++] = '/';
    // What a process sees of itself, its tracer may have to put right first.
    if (starts_with(into, "/proc/")) return Place::unknown;
  }
  const size_t rest = strnlen(path, PATH_MAX);
  if (rest == PATH_MAX) return Place::unknown;
  memcpy(into + at, path, rest);
  length = at + rest;
  return Place::file;
}

// Where the text of the next record goes.
char* next_text(LogSegment* segment) { return segment->records + segment->used + sizeof(LogRecord); }

// For a text that is there already.
LogRecord* put_record(LogSegment* segment, const Told& told, size_t length) {
  auto* record = reinterpret_cast<LogRecord*>(segment->records + segment->used);
  next_text(segment)[length] = 0;
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  *record = {static_cast<uint32_t>((sizeof *record + length + 8) & ~size_t{7}),
             static_cast<uint32_t>(told.kind),
             k_no_result,
             told.flags,
             told.mode,
             0,
             int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec};
  __atomic_store_n(&segment->used, segment->used + record->size, __ATOMIC_RELEASE);
  return record;
}

LogRecord* put_call(LogSegment* segment, const Told& told, Place& place) {
  place = Place::unknown;
  if (segment->used + k_most_of_record > sizeof segment->records) return nullptr;
  size_t length = 0;
  place = put_path(told, next_text(segment), length);
  return place == Place::file ? put_record(segment, told, length) : nullptr;
}

// Whether this process has not told of the name, as far as it remembers.
bool is_new(const char* name) {
  static uint32_t told[256];
  uint32_t hash = 2166136261U;
  for (; *name != 0; ++name) hash = (hash ^ static_cast<unsigned char>(*name)) * 16777619U;
  return __atomic_exchange_n(&told[hash % 256], hash, __ATOMIC_RELAXED) != hash;
}

// Takes the page of the one instruction, and the room behind it.
bool make_page() {
  void* wanted = reinterpret_cast<void*>(k_told_page);
  void* page = mmap(wanted, k_told_size + k_room_size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE | MAP_NORESERVE, -1, 0);
  if (page == MAP_FAILED) return false;
  if (page == wanted) {
    memcpy(page, lintcache_call, static_cast<size_t>(lintcache_call_end - lintcache_call));
    memcpy(static_cast<char*>(page) + k_mark_place, k_mark, sizeof k_mark);
    if (mprotect(page, k_told_size, PROT_READ | PROT_EXEC) == 0) return true;
  }
  munmap(page, k_told_size + k_room_size);
  return false;
}

void map_log(const char* path) {
  rlimit limit;
  // A program that may have little memory is not to have less.
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY || !make_page()) return;
  const long file = page_call(SYS_openat, AT_FDCWD, to_long(path), O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void* log = mmap(nullptr, k_log_size, PROT_READ | PROT_WRITE, MAP_SHARED, static_cast<int>(file), 0);
  plain_call(SYS_close, file);
  if (log == MAP_FAILED) return;
  segments = reinterpret_cast<LogSegment*>(static_cast<char*>(log) + k_owners_size);
  owners = static_cast<LogOwners*>(log);
}

// What was added to the environment for this library is taken out of it, before anybody looks.
__attribute__((constructor)) void begin(int, char**, char** environment) {
  if (environment == nullptr) return;
  const char* log = nullptr;
  char** kept = environment;
  for (char** variable = environment; *variable != nullptr; ++variable) {
    if (starts_with(*variable, k_log_variable)) {
      log = *variable + strlen(k_log_variable);
      continue;
    }
    if (starts_with(*variable, "LD_PRELOAD=")) {
      // It is the last of them.
      char* last = strrchr(*variable, ':');
      if (last == nullptr) continue;
      *last = 0;
    }
    *kept++ = *variable;
  }
  *kept = nullptr;
  const int before = errno;
  if (log != nullptr) map_log(log);
  errno = before;
}

}  // namespace

long told_call(const Told& told, long number, long a, long b, long c, long d, long e) {
  LogSegment* segment = enter();
  if (segment == nullptr) return with_errno(plain_call(number, a, b, c, d, e));
  Place place;
  LogRecord* record = put_call(segment, told, place);
  if (record == nullptr) {
    leave(segment);
    // Pipes and the like are nothing to tell of.
    return with_errno(place == Place::none ? page_call(number, a, b, c, d, e) : plain_call(number, a, b, c, d, e));
  }
  const long result = page_call(number, a, b, c, d, e);
  record->error = result < 0 && result > -4096 ? static_cast<int32_t>(-result) : 0;
  leave(segment);
  return with_errno(result);
}

void told_variable(const char* name) {
  const size_t length = name == nullptr ? 0 : strnlen(name, k_most_of_name);
  if (length == 0 || length == k_most_of_name || !is_new(name)) return;
  LogSegment* segment = enter();
  if (segment == nullptr) return;
  // Calls come first.
  if (segment->used < sizeof segment->records / 4) {
    memcpy(next_text(segment), name, length);
    put_record(segment, {EventKind::variable, 0, nullptr, 0, 0}, length)->error = 0;
  }
  leave(segment);
}

}  // namespace lintcache::preload
