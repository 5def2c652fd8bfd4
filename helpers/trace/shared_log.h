// SPDX-License-Identifier: MIT
// What the preload library tells the tracer: memory that both share.
//
// The log is a file without a name: owners of its segments, then the segments. A thread takes a segment by putting its
// number at its place among the owners, and alone writes to it. The tracer reads it while the thread is stopped or gone,
// and empties it then. A record is there before its call is made, so that no call is made without one. Where there is no
// room, or no segment, the library makes the call in the way that stops, and nothing is lost.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lintcache {

inline constexpr const char* k_log_variable = "LINTCACHE_TRACE_LOG=";  // its path

inline constexpr uint32_t k_segments = 512;
inline constexpr size_t k_segment_size = 32768;
inline constexpr size_t k_most_of_record = 4096 + 4096 + 64;  // with a directory and a path in it

struct LogOwners {
  uint32_t highest = 0;  // no owner beyond this many segments
  uint32_t threads[k_segments] = {};  // 0: nobody
};

struct LogSegment {
  uint32_t used = 0;  // bytes of records
  uint32_t busy = 0;  // 1: its thread is telling of a call
  char records[k_segment_size - 8];
};

inline constexpr size_t k_owners_size = 4096;
inline constexpr size_t k_log_size = k_owners_size + k_segments * k_segment_size;
static_assert(sizeof(LogOwners) <= k_owners_size && sizeof(LogSegment) == k_segment_size);

inline constexpr int32_t k_no_result = -1;  // the call has not come back

// Followed by its path, which is zero-terminated; the next one begins at the next multiple of 8.
struct LogRecord {
  uint32_t size;  // with its path
  uint32_t kind;  // an EventKind
  int32_t error;
  int32_t flags;
  uint32_t mode;
  uint32_t padding;
  int64_t begin;  // nanoseconds of CLOCK_MONOTONIC
};

// Where the library puts the one instruction by which its calls are known, and room for what a new program is given:
// low enough that no program of a fixed address reaches it, and no sanitizer has its memory there.
inline constexpr uint64_t k_told_page = 0x6c696000;
inline constexpr uint64_t k_told_size = 4096;
inline constexpr uint64_t k_room = k_told_page + k_told_size;
inline constexpr uint64_t k_room_size = 65536;
inline constexpr uint64_t k_mark_place = 64;  // in the page
inline constexpr char k_mark[] = "LintCache trace 1";

}  // namespace lintcache
