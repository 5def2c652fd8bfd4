// SPDX-License-Identifier: MIT
// What a command did to the world, as its tracers saw it: its processes, and what each of them asked and changed.
#pragma once

#include <fcntl.h>

#include <cstdint>
#include <string>
#include <vector>

namespace lintcache {

enum class EventKind : uint8_t {
  // Looks at the world; with `error` where it looked in vain.
  open,         // `flags` as for open(2); reads, writes or both by O_ACCMODE; `mode` of a file that it creates
  status,       // stat, lstat (AT_SYMLINK_NOFOLLOW in `flags`), fstat of an opened file, statx
  access,       // `mode`: what it asked for, R_OK, W_OK, X_OK; 0: whether it is there
  read_link,
  list,         // read the entries of a directory that it had opened
  execute,      // `path` is what it named; the interpreter of a script and the loader of a program are events of their own
  map,          // a file was mapped, as code or as data
  variable,     // asked for the variable `other` of its environment
  environment,  // may have read all of its environment
  // Changes the world.
  rename,            // `path` to `other`
  link,              // `other` is another name of `path` now
  symbolic_link,     // `path` is a link now, with the text `other`
  unlink,
  make_directory,    // with `mode`
  remove_directory,
  truncate,
  change_mode,       // to `mode`
  change_owner,
  change_times,
  make_node,         // a fifo, a device
  // Else.
  change_directory,
  change_mask,  // umask, to `mode`
  doubt,        // did what a tracer cannot vouch for: `other` says what, as the rest of "not cacheable, because it ..."
  // What orders processes; `path` is `pipe:[1]`.
  held_pipe,    // ends now, or closes its standard output, and could write to the pipe until now
  end_of_pipe,  // has read that nobody writes to the pipe any more
  unnoticed,    // had ended by now, and whoever started it had not waited for that
};

inline constexpr EventKind k_last_event_kind = EventKind::unnoticed;

inline bool orders_processes(EventKind kind) { return kind > EventKind::doubt; }

struct Event {
  EventKind kind = EventKind::open;
  uint32_t process = 0;  // an index of Trace::processes
  std::string path;      // absolute: resolved by its directory descriptor and the current directory; symbolic links,
                         // `.` and `..` are as they were named
  std::string other;
  int error = 0;         // errno; 0: it was done
  int flags = 0;
  uint32_t mode = 0;
  int64_t begin = 0;     // nanoseconds since the command started; the events of a trace are in the order of these
};

inline bool changes_a_file(const Event& event) {
  const bool opens_to_write = event.kind == EventKind::open && (event.flags & (O_ACCMODE | O_CREAT | O_TRUNC)) != O_RDONLY;
  return event.error == 0 && (opens_to_write || (event.kind >= EventKind::rename && event.kind <= EventKind::make_node)) &&
         !event.path.starts_with("/dev/");
}

struct TracedProcess {
  int64_t pid = 0;
  uint32_t parent = 0;  // an index; its own: the command itself
  std::vector<std::string> arguments;
  std::string executable;  // absolute
  std::string directory;   // where it began
  bool is_exec = false;    // goes on as `parent` did, with another program
  int64_t begin = 0;       // nanoseconds since the command started
  int64_t end = 0;
  int status = 0;          // as waitpid() gives it
};

// A process that executes another program ends as one of `processes` and begins as the next.
struct Trace {
  std::vector<TracedProcess> processes;  // the command first, then in the order in which they began
  std::vector<Event> events;
};

}  // namespace lintcache
