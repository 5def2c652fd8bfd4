// SPDX-License-Identifier: MIT
// Which system calls there are, what a tracer has to do about each, and where in its arguments the paths are.
#pragma once

#include <cstdint>
#include <vector>

namespace lintcache {

enum class Call : uint8_t {
  harmless,   // tells nothing of files and changes none, or does so by a descriptor that was opened before our eyes
  unwatched,  // whoever makes it does what nobody watches
  // Of a path, or of the descriptor `directory` where there is no path.
  open,
  create,    // creat(2)
  open_how,  // openat2(2)
  status,
  status_of_link,
  access,
  read_link,
  list,
  rename,
  link,
  symbolic_link,
  unlink,
  make_directory,
  remove_directory,
  truncate,
  change_mode,
  change_owner,
  change_owner_of_link,
  change_times,
  make_node,
  change_directory,
  read_attribute,
  write_attribute,
  execute,
  // Others.
  change_mask,
  map,
  read_input,   // may read standard input
  write_output,  // may write to standard error: its place among what is written to standard output is to be known
  start,        // clone, with arguments that need a look
  start_how,    // clone3
  make_socket,
  connect,
  bind,
  send,         // with an address, perhaps
  send_message,
  signal,       // to a process
  signal_opened,  // pidfd_send_signal
  open_process,   // pidfd_open
  filter,       // seccomp
  leave,        // exit_group, and close(2) of what is written to
  processors,   // which processors a thread may run on
};

// Which of its arguments say what, by number; -1: none does.
struct ArgumentPlaces {
  int8_t directory = -1, path = -1, flags = -1, mode = -1, other_directory = -1, other = -1;
};

struct CallRule {
  long number = 0;
  const char* name = "";
  Call call = Call::unwatched;
  ArgumentPlaces at = {};
};

// All that this machine's kernels are known to have, by number. Empty where there is no table for this machine.
const std::vector<CallRule>& call_rules();

// nullptr: not known.
const CallRule* call_rule(long number);

}  // namespace lintcache
