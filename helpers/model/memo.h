// SPDX-License-Identifier: MIT
// What is remembered of a command: what its result depended on, and what the result was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/digest.h"

namespace lintcache {

// What may be asked about a path. The values are on disk: never renumber.
enum class FactKind : uint8_t {
  absent = 0,         // it is not there (`detail` "l": not even as a symbolic link)
  content = 1,        // the bytes of the file
  shape = 2,          // file, directory, symbolic link or else
  size = 3,           // shape and, of a file, its size
  status = 4,         // shape, mode, owner and, of a file, its size
  dated = 5,          // the same and when it was last modified
  link = 6,           // the text of the symbolic link
  access = 7,         // what access(2) answers when asked for `detail`, a number; k_by_anybody: may anybody execute it
  listing = 8,        // names in the directory and what each of them is, but for those of `detail`, which stand between `/`
  place = 9,          // which directory it is, all symbolic links followed
  writable = 10,      // nothing is there (not with `=` before `detail`), or a file of mode `detail` (octal) with no other name
  no_directory = 11,  // whatever is there, no directory is
  variable = 12,      // the value of the variable `path`
  environment = 13,   // all variables but those of terminals and sessions, and those of `detail`
};

inline constexpr std::string_view k_by_anybody = "x";

// What something looked like when a result was made.
struct Fact {
  FactKind kind = FactKind::content;
  std::string path;    // absolute, as it was named; kinds 2 to 5: `detail` "l" is the symbolic link itself
  std::string detail;
  std::string state;   // see digest/path_facts.h
  bool is_lenient = false;  // of `absent`: what the command itself left there at another time does not count
  bool operator==(const Fact&) const = default;
};

// The values are on disk: never renumber.
enum class OutputKind : uint8_t {
  file = 0,
  directory = 1,
  symbolic_link = 2,
  hard_link = 3,  // another name of `text`
  gone = 4,       // it was there before
  touched = 5,    // a file that was there before: nothing but its mode, or when it was last modified, is new
};

struct MemoOutput {
  OutputKind kind = OutputKind::file;
  std::string path;     // absolute, no symbolic link on its way
  uint32_t mode = 0;    // permissions
  Digest content;       // of a file
  std::string text;     // of a link
  int64_t modified = 0; // nanoseconds since 1970 where the command set it to a moment before it ran; 0: when it is written
  bool operator==(const MemoOutput&) const = default;
};

struct OutputChunk {
  uint8_t stream = 1;  // 1, 2
  std::string bytes;
  bool operator==(const OutputChunk&) const = default;
};

struct MemoRecord {
  std::vector<Fact> facts;  // sorted by path
  std::vector<MemoOutput> outputs;  // sorted by path
  std::vector<OutputChunk> chunks;  // in the order in which they came
  int status = 0;           // as waitpid() gives it
  int64_t nanoseconds = 0;  // what running took
  bool operator==(const MemoRecord&) const = default;
};

// What was asked for.
struct MemoCommand {
  std::vector<std::string> arguments;
  std::string executable;  // absolute
  std::string directory;
  std::vector<std::string> environment;  // VAR=VALUE, all that it gets
  uint32_t mask = 0;                     // umask
  std::string input;                     // its standard input
};

}  // namespace lintcache
