// SPDX-License-Identifier: MIT
// When the stat tuple of a file vouches for what was read from it.
//
// A change gives a file the time of the change as its ctime, rounded down as coarsely as its file system keeps times,
// and nobody can set ctime to anything else. So a tuple vouches for all that was read after a moment if it is older
// than that moment by more than the rounding: a later change cannot leave it as it is. Else it is ambiguous; git calls
// such entries racy.
//
// What no tuple tells: a clock that is set back, a change in the very tick in which the file was last changed before,
// with the same size and mtime, and a clock that is ahead again before we look. `decider` "content" reads all the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/disk.h"

namespace lintcache {

// Under which conditions the files in a memory were judged, all times in nanoseconds.
struct JudgedTimes {
  int64_t machine = 0;    // the latest time by the machine's clock; 0: never
  int64_t state = 0;      // the same by the clock of the file system with the state directory
  int64_t max_drift = 0;  // see Trust
  bool operator==(const JudgedTimes&) const = default;
};

// As text, to be kept with the memory. What was not written by `text_of` gives what was never judged.
std::string text_of(const JudgedTimes& judged);
JudgedTimes judged_from(std::string_view text);

// What a user asked for, and what is known of the past.
struct Trust {
  bool always_read = false;  // no tuple vouches for anything
  int64_t max_drift = 0;     // nanoseconds that a file must be older than the moment at which it is read
  std::string probe;         // a file of ours whose times may be set, to see the clock of its file system; empty: none
  JudgedTimes judged;        // the memory
};

// Could a change at `looked_at` or later, by the clock of the file's file system, leave this tuple as it is?
bool is_ambiguous(const StatTuple& tuple, int64_t looked_at, int64_t max_drift);

// May the file have been changed at `time` or later? By the clock of its file system.
bool changed_since(const StatTuple& tuple, int64_t time);

}  // namespace lintcache
