// SPDX-License-Identifier: MIT
// One function for each kind of call. What has no result yet is assumed to be done.
#include "trace/call_events.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "trace/access_list.h"
#include "trace/call_change.h"
#include "trace/socket_calls.h"
#include "trace/tracee.h"

namespace lintcache {
namespace {

constexpr uint64_t k_own_world = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                 CLONE_NEWPID | CLONE_NEWNET;

// Errors of the kernel that no program sees.
constexpr int k_first_restart = 512;
constexpr int k_last_restart = 516;

struct Caller {
  pid_t thread;
  const CallRule& rule;
  const CallArguments& arguments;

  [[nodiscard]] uint64_t at(int8_t place) const { return place < 0 ? 0 : arguments[static_cast<size_t>(place)]; }
  [[nodiscard]] int directory() const {
    return rule.at.directory < 0 ? AT_FDCWD : static_cast<int>(at(rule.at.directory));
  }
  [[nodiscard]] int other_directory() const {
    return rule.at.other_directory < 0 ? AT_FDCWD : static_cast<int>(at(rule.at.other_directory));
  }
  [[nodiscard]] int flags() const { return static_cast<int>(at(rule.at.flags)); }
  [[nodiscard]] uint32_t mode() const { return static_cast<uint32_t>(at(rule.at.mode)); }
};

// Whether the call looks behind a link that its path ends with.
bool follows(const Caller& caller, EventKind kind) {
  switch (kind) {
    case EventKind::read_link:
    case EventKind::rename:
    case EventKind::symbolic_link:
    case EventKind::unlink:
    case EventKind::make_directory:
    case EventKind::remove_directory:
    case EventKind::make_node:
      return false;
    case EventKind::link:
      return (caller.flags() & AT_SYMLINK_FOLLOW) != 0;
    case EventKind::open:
      return (caller.flags() & O_NOFOLLOW) == 0;
    default:
      return caller.rule.call != Call::status_of_link && caller.rule.call != Call::change_owner_of_link &&
             (caller.flags() & AT_SYMLINK_NOFOLLOW) == 0;
  }
}

// The file that was opened, for calls by descriptor; empty for pipes and the like.
std::string opened_file(pid_t thread, int descriptor) {
  std::string target = descriptor == AT_FDCWD ? working_directory(thread) : descriptor_target(thread, descriptor);
  return target.starts_with('/') ? target : std::string();
}

// The path of the call as an event of this kind; without an event where there is no file.
BegunCall on_path(const Caller& caller, EventKind kind) {
  BegunCall begun;
  Event event;
  event.kind = kind;
  event.flags = caller.flags();
  event.mode = caller.mode();
  const bool has_path = caller.rule.at.path >= 0 && caller.at(caller.rule.at.path) != 0;
  std::string path;
  if (has_path) {
    auto text = read_text(caller.thread, caller.at(caller.rule.at.path));
    begun.is_unreadable = !text;
    begun.wants_result = true;
    if (!text) return begun;
    path = std::move(*text);
  }
  if (path.empty()) {
    // The path of nothing is an error, unless the call says that it means the descriptor.
    if (has_path && (event.flags & AT_EMPTY_PATH) == 0) return begun;
    event.path = opened_file(caller.thread, caller.directory());
    event.flags |= AT_EMPTY_PATH;
    begun.wants_result = kind != EventKind::status && kind != EventKind::list;
    if (event.path.empty()) return {};
  } else {
    event.path = named_path(caller.thread, caller.directory(), path, follows(caller, kind));
    if (event.path.empty()) return begun;
  }
  begun.events.push_back(std::move(event));
  return begun;
}

BegunCall begin_open(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::open);
  if (begun.events.empty()) return begun;
  Event& event = begun.events[0];
  if (caller.rule.call == Call::create) event.flags = O_CREAT | O_WRONLY | O_TRUNC;
  if (caller.rule.call == Call::open_how) {
    open_how how{};
    begun.is_unreadable = !read_memory(caller.thread, caller.arguments[2], &how, sizeof how);
    event.flags = static_cast<int>(how.flags);
    event.mode = static_cast<uint32_t>(how.mode);
  }
  if ((event.flags & O_CREAT) == 0 && (event.flags & O_TMPFILE) != O_TMPFILE) event.mode = 0;
  if (event.path.starts_with("/proc/") && event.path.ends_with("/environ"))
    begun.events.push_back(event_of(EventKind::environment));
  return begun;
}

// The second path, into `other`.
void add_other(const Caller& caller, BegunCall& begun) {
  if (begun.events.empty()) return;
  const auto text = read_text(caller.thread, caller.at(caller.rule.at.other));
  begun.is_unreadable = !text;
  if (!text) return;
  begun.events[0].other = named_path(caller.thread, caller.other_directory(), *text, false);
}

BegunCall begin_rename(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::rename);
  add_other(caller, begun);
  if ((caller.flags() & ~RENAME_NOREPLACE) != 0) begun.doubt = "swaps files by renameat2()";
  return begun;
}

BegunCall begin_link(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::link);
  add_other(caller, begun);
  // A file that was made without a name gets its first one, and so it is made now.
  if (!begun.events.empty() && begun.events[0].path.ends_with(" (deleted)")) {
    Event& event = begun.events[0];
    event = event_of(EventKind::open, std::move(event.other));
    event.flags = O_RDWR | O_CREAT | O_EXCL;
  }
  return begun;
}

BegunCall begin_symbolic_link(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::symbolic_link);
  if (begun.events.empty()) return begun;
  auto text = read_text(caller.thread, caller.at(caller.rule.at.other));
  begun.is_unreadable = !text;
  if (text) begun.events[0].other = std::move(*text);
  return begun;
}

BegunCall begin_unlink(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::unlink);
  if (!begun.events.empty() && (begun.events[0].flags & AT_REMOVEDIR) != 0)
    begun.events[0].kind = EventKind::remove_directory;
  return begun;
}

BegunCall begin_execute(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::execute);
  begun.wants_result = true;
  const size_t first = caller.rule.at.directory < 0 ? 1 : 2;
  begun.environment_place = static_cast<int>(first) + 1;
  begun.environment = caller.arguments[first + 1];
  auto words = read_texts(caller.thread, caller.arguments[first]);
  if (words) begun.arguments = std::move(*words);
  return begun;
}

BegunCall begin_map(const Caller& caller) {
  Event event = event_of(EventKind::map, descriptor_target(caller.thread, static_cast<int>(caller.arguments[4])));
  event.mode = static_cast<uint32_t>(caller.arguments[2]);
  // What has no name is memory of its own.
  if (!event.path.starts_with('/') || event.path.starts_with("/memfd:")) return {};
  BegunCall begun;
  begun.events.push_back(std::move(event));
  return begun;
}

BegunCall begin_mask(const Caller& caller) {
  Event event = event_of(EventKind::change_mask);
  event.mode = caller.mode();
  BegunCall begun;
  begun.events.push_back(std::move(event));
  return begun;
}

BegunCall doubtful(std::string because) {
  BegunCall begun;
  begun.doubt = std::move(because);
  begun.wants_result = true;
  return begun;
}

BegunCall begin_attribute(const Caller& caller) {
  BegunCall begun = on_path(caller, EventKind::status);
  if (begun.events.empty()) return begun;
  const std::string what = begun.events[0].path;
  begun.wants_result = true;
  const bool sets = std::string_view(caller.rule.name).find("setxattr") != std::string_view::npos;
  if (const auto mode = sets ? mode_that_is_set(caller.thread, caller.arguments) : std::nullopt) {
    begun.events[0].kind = EventKind::change_mode;
    begun.events[0].mode = *mode;
    return begun;
  }
  if (std::string_view(caller.rule.name).starts_with('l')) begun.events[0].flags |= AT_SYMLINK_NOFOLLOW;
  begun.doubt = caller.rule.call == Call::read_attribute ? "reads an extended attribute of " + what
                                                         : "sets an extended attribute of " + what;
  return begun;
}

BegunCall begin_start(const Caller& caller) {
  uint64_t flags = caller.arguments[0];
  const bool has_struct = caller.rule.call == Call::start_how;
  if (has_struct && !read_memory(caller.thread, caller.arguments[0], &flags, sizeof flags)) return {};
  if ((flags & CLONE_UNTRACED) != 0) {
    const uint64_t seen = flags & ~static_cast<uint64_t>(CLONE_UNTRACED);
    const bool done = has_struct ? write_memory(caller.thread, caller.arguments[0], &seen, sizeof seen)
                                 : change_argument(caller.thread, 0, seen);
    if (!done) return doubtful("starts a process that may not be traced");
  }
  return (flags & k_own_world) != 0 ? doubtful("starts a process with namespaces of its own") : BegunCall();
}

BegunCall begin_signal(const Caller& caller, const IsOurs& is_ours) {
  const int named = static_cast<int>(caller.arguments[0]);
  const pid_t process = caller.rule.call == Call::signal_opened ? opened_process(caller.thread, named) : named;
  if (process == 0 || is_ours(process < -1 ? -process : process)) return {};
  return doubtful(caller.rule.call == Call::open_process ? "watches a process that it did not start"
                                                         : "sends a signal to a process that it did not start");
}

BegunCall begin_filter(const Caller& caller) {
  const bool has_listener = caller.arguments[0] == SECCOMP_SET_MODE_FILTER &&
                            (caller.arguments[1] & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
  return has_listener ? doubtful("answers system calls in another process's stead") : BegunCall();
}

// Standard input that is no file, or none that could be read a second time.
BegunCall begin_input(const Caller& caller) {
  const std::string target = descriptor_target(caller.thread, 0);
  if (target.starts_with("/") && !target.starts_with("/dev/")) return {};
  if (target == "/dev/null" || target.empty()) return {};
  return doubtful("reads its standard input");
}

constexpr std::pair<std::string_view, std::string_view> k_reasons[] = {
    {"io_", "lets the kernel read and write unseen"},
    {"open_by_handle", "opens files without their names"},
    {"name_to_handle", "asks for files without their names"},
    {"mount", "changes which files there are"},
    {"umount", "changes which files there are"},
    {"move_mount", "changes which files there are"},
    {"pivot_root", "changes which files there are"},
    {"chroot", "changes which files there are"},
    {"unshare", "leaves the namespaces that it was started in"},
    {"setns", "leaves the namespaces that it was started in"},
    {"ptrace", "traces another process"},
    {"process_vm", "looks into another process"},
    {"pidfd_getfd", "looks into another process"},
    {"shm", "shares memory with other programs"},
    {"sem", "waits for other programs"},
    {"msg", "talks to other programs"},
    {"mq_", "talks to other programs"},
    {"inotify", "watches files for changes"},
    {"fanotify", "watches files for changes"},
    {"listen", "waits for others to connect"},
};

BegunCall begin_unwatched(const CallRule& rule) {
  for (const auto& [start, reason] : k_reasons)
    if (std::string_view(rule.name).starts_with(start)) return doubtful(std::string(reason) + " (" + rule.name + ")");
  return doubtful(std::string("makes a system call that nobody watches (") + rule.name + ")");
}

BegunCall begin_of(const Caller& caller, const IsOurs& is_ours) {
  switch (caller.rule.call) {
    case Call::open:
    case Call::create:
    case Call::open_how: return begin_open(caller);
    case Call::status: return on_path(caller, EventKind::status);
    case Call::status_of_link: {
      BegunCall begun = on_path(caller, EventKind::status);
      for (Event& event : begun.events) event.flags |= AT_SYMLINK_NOFOLLOW;
      return begun;
    }
    case Call::access: return on_path(caller, EventKind::access);
    case Call::read_link: return on_path(caller, EventKind::read_link);
    case Call::list: return on_path(caller, EventKind::list);
    case Call::rename: return begin_rename(caller);
    case Call::link: return begin_link(caller);
    case Call::symbolic_link: return begin_symbolic_link(caller);
    case Call::unlink: return begin_unlink(caller);
    case Call::make_directory: return on_path(caller, EventKind::make_directory);
    case Call::remove_directory: return on_path(caller, EventKind::remove_directory);
    case Call::truncate: return on_path(caller, EventKind::truncate);
    case Call::change_mode: return on_path(caller, EventKind::change_mode);
    case Call::change_owner:
    case Call::change_owner_of_link: return on_path(caller, EventKind::change_owner);
    case Call::change_times: return on_path(caller, EventKind::change_times);
    case Call::make_node: return on_path(caller, EventKind::make_node);
    case Call::change_directory: return on_path(caller, EventKind::change_directory);
    case Call::read_attribute:
    case Call::write_attribute: return begin_attribute(caller);
    case Call::execute: return begin_execute(caller);
    case Call::change_mask: return begin_mask(caller);
    case Call::map: return begin_map(caller);
    case Call::read_input: return begin_input(caller);
    case Call::start:
    case Call::start_how: return begin_start(caller);
    case Call::make_socket:
    case Call::connect:
    case Call::bind:
    case Call::send:
    case Call::send_message: return begin_socket_call(caller.thread, caller.rule, caller.arguments);
    case Call::signal:
    case Call::signal_opened:
    case Call::open_process: return begin_signal(caller, is_ours);
    case Call::filter: return begin_filter(caller);
    case Call::write_output:
    case Call::leave:
    case Call::processors:
    case Call::harmless: return {};
    case Call::unwatched: return begin_unwatched(caller.rule);
  }
  return begin_unwatched(caller.rule);
}

// An attribute that is not there says as little as that the file is.
bool has_attribute(int error, int64_t result) {
  return error == 0 ? result > 0 : error != ENODATA && error != EOPNOTSUPP && error != ENOENT && error != ENOTDIR;
}

bool is_doubtful(const BegunCall& call, int error, int64_t result) {
  if (call.is_unreadable) return error != EFAULT;
  if (call.doubt.empty()) return false;
  if (call.call == Call::read_attribute) return has_attribute(error, result);
  // What the kernel does not have, or does not allow, was not done.
  return error == 0 || (call.call != Call::rename && call.call != Call::write_attribute && error != ENOSYS &&
                        error != EPERM && error != EOPNOTSUPP && error != EBADF);
}

}  // namespace

Event event_of(EventKind kind, std::string path) {
  Event event;
  event.kind = kind;
  event.path = std::move(path);
  return event;
}

Event doubt_event(std::string because) {
  Event event = event_of(EventKind::doubt);
  event.other = std::move(because);
  return event;
}

BegunCall begin_call(pid_t thread, const CallRule& rule, const CallArguments& arguments, const IsOurs& is_ours) {
  BegunCall begun = begin_of({thread, rule, arguments}, is_ours);
  begun.call = rule.call;
  return begun;
}

std::vector<Event> end_call(BegunCall call, int64_t result) {
  int error = result < 0 && result > -4096 ? static_cast<int>(-result) : 0;
  // What a signal interrupts has such a result until it is known whether the call is made again: that is another call.
  if (error >= k_first_restart && error <= k_last_restart) error = EINTR;
  if (call.call == Call::connect && !call.events.empty()) {
    // Nobody there is a look in vain.
    if (error == ENOENT) call.doubt.clear();
    else call.events.clear();
  }
  for (Event& event : call.events) event.error = error;
  const bool has_none = error == ENODATA || error == EOPNOTSUPP || error == ERANGE;
  if (call.call == Call::read_attribute && has_none && !call.events.empty()) call.events[0].error = 0;
  if (is_doubtful(call, error, result))
    call.events.push_back(doubt_event(call.is_unreadable ? "names files in memory that cannot be read"
                                                         : std::move(call.doubt)));
  return std::move(call.events);
}

}  // namespace lintcache
