// SPDX-License-Identifier: MIT
// Looking in /proc for ends of pipes, and for who sleeps where.
#include "trace/pipe_ends.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/descriptor.h"
#include "trace/tracee.h"

namespace lintcache {
namespace {

// Of the processes that are looked at few have as many; with more, what lies beyond is not seen to be an end.
constexpr int k_most_descriptors = 1024;

mode_t rights_of(pid_t process, const char* descriptor) {
  std::array<char, 64> path;
  snprintf(path.data(), path.size(), "/proc/%d/fd/%s", process, descriptor);
  struct stat status {};
  return lstat(path.data(), &status) == 0 ? status.st_mode : 0;
}

bool begins_anew(long call) {
  switch (call) {
    case SYS_read:
    case SYS_wait4:
    case SYS_waitid:
    case SYS_futex:
    case SYS_ppoll:
    case SYS_pselect6:
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
    case SYS_rt_sigsuspend:
#ifdef __x86_64__
    case SYS_poll:
    case SYS_select:
    case SYS_pause:
#endif
      return true;
    default: return false;
  }
}

// The beginning of such a file, zero-terminated.
std::array<char, 512> text_of(pid_t thread, const char* name) {
  std::array<char, 512> text{};
  std::array<char, 64> path;
  snprintf(path.data(), path.size(), "/proc/%d/%s", thread, name);
  const Descriptor file(open(path.data(), O_RDONLY | O_CLOEXEC));
  if (file && read(file.get(), text.data(), text.size() - 1) < 0) text[0] = 0;
  return text;
}

}  // namespace

std::string written_pipe(pid_t process, int descriptor) {
  std::string target = descriptor_target(process, descriptor);
  if (!target.starts_with("pipe:") || (rights_of(process, std::to_string(descriptor).c_str()) & S_IWUSR) == 0) return {};
  return target;
}

PipeEnds pipe_ends(pid_t process, const std::string& pipe) {
  PipeEnds ends;
  const std::string directory = "/proc/" + std::to_string(process) + "/fd";
  const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(directory.c_str()), closedir);
  for (int i = 0; open && i < k_most_descriptors; ++i) {
    const dirent* const entry = readdir(open.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] == '.' || descriptor_target(process, std::atoi(entry->d_name)) != pipe) continue;
    const mode_t rights = rights_of(process, entry->d_name);
    ends.reads = ends.reads || (rights & S_IRUSR) != 0;
    ends.writes = ends.writes || (rights & S_IWUSR) != 0;
  }
  return ends;
}

bool sleeps_lightly(pid_t thread) {
  // Behind the name of the program, which may hold anything.
  const auto status = text_of(thread, "stat");
  const char* const name_end = std::strrchr(status.data(), ')');
  if (name_end == nullptr || !std::string_view(name_end).starts_with(") S")) return false;
  const auto call = text_of(thread, "syscall");
  char* end = nullptr;
  const long number = std::strtol(call.data(), &end, 10);
  return end != call.data() && begins_anew(number);
}

}  // namespace lintcache
