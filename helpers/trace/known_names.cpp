// SPDX-License-Identifier: MIT
// The lists.
#include "trace/known_names.h"

#include <algorithm>
#include <string>

namespace lintcache {
namespace {

// Compilers and their helpers, and filters that look at a file only to see how to read it. Not ar, cp, diff, ls, make,
// tar, git: they show, compare or keep times.
constexpr std::string_view k_size[] = {
    "as",   "c++",  "c89",  "c99",  "cc",     "cc1",    "cc1plus",  "clang", "clang++", "collect2", "cpp",
    "f951", "g++",  "gcc",  "gfortran", "gold", "ld",   "ld.bfd",   "ld.gold", "ld.lld", "lld",     "lto-wrapper",
    "lto1", "lto-plugin", "mold", "awk",  "basename", "cat",    "cksum",    "cmp",   "comm",  "cut",   "dirname",
    "echo", "egrep", "expr", "false", "fgrep", "gawk",   "grep",     "head",  "join",    "mawk",     "md5sum",
    "nl",   "nm",   "objdump", "od",  "paste",  "printf", "readelf",  "rev",   "sed",     "seq",      "sha1sum",
    "sha256sum", "sha512sum", "sleep", "sort",  "strings", "tac",    "tail",  "tee",     "tr",       "true",
    "uniq", "wc",   "xargs"};

constexpr std::string_view k_shape[] = {"chmod", "ln", "mkdir", "mktemp", "mv", "readlink", "realpath", "rm", "rmdir", "touch", "unlink"};

constexpr std::string_view k_harmless[] = {
    "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/fd", "/dev/fd/*", "/dev/stdin",
    "/dev/stdout", "/dev/stderr",
    // Where the kernel's own trees hang.
    "/dev", "/proc", "/sys", "/dev/pts",
    // What a process asks about itself: its memory, its descriptors, its name.
    "/proc/self", "/proc/self/auxv", "/proc/self/cmdline", "/proc/self/comm", "/proc/self/exe", "/proc/self/fd",
    "/proc/self/fd/*", "/proc/self/fdinfo/*", "/proc/self/limits", "/proc/self/maps", "/proc/self/oom_score_adj",
    "/proc/self/stat", "/proc/self/statm", "/proc/self/status", "/proc/self/task", "/proc/self/task/*",
    "/proc/thread-self/*", "/proc/self/cgroup", "/proc/self/mountinfo",
    // How much there is of what a machine has: C libraries and run-time systems choose by it how they work.
    "/proc/cpuinfo", "/proc/filesystems", "/proc/loadavg", "/proc/meminfo", "/proc/stat", "/proc/sys/kernel/cap_last_cap",
    "/proc/sys/kernel/ngroups_max", "/proc/sys/kernel/pid_max", "/proc/sys/kernel/random/*", "/proc/sys/kernel/rtsig-max",
    "/proc/sys/kernel/threads-max", "/proc/sys/net/core/somaxconn", "/proc/sys/vm/max_map_count", "/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu",
    "/sys/devices/system/cpu/*", "/sys/devices/system/node*", "/sys/fs/cgroup*", "/sys/fs/selinux*", "/sys/kernel/mm/*"};

bool is_in(std::span<const std::string_view> table, std::string_view name) {
  return std::any_of(table.begin(), table.end(), [&](std::string_view row) {
    return row.ends_with('*') ? name.starts_with(row.substr(0, row.size() - 1)) : name == row;
  });
}

std::string_view last_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// gcc-12, clang-14, ld.bfd.
std::string_view without_version(std::string_view name) {
  const size_t dash = name.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == name.size()) return name;
  const bool is_number = std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(),
                                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return is_number ? name.substr(0, dash) : name;
}

bool is_named(std::span<const std::string_view> table, std::string_view executable) {
  const std::string_view name = without_version(last_name(executable));
  if (is_in(table, name)) return true;
  constexpr std::string_view k_target = "-linux-gnu-";
  const size_t target = name.find(k_target);
  return target != std::string_view::npos && is_in(table, name.substr(target + k_target.size()));
}

}  // namespace

Care care_of(std::string_view executable) {
  if (is_named(k_shape, executable)) return Care::shape;
  return is_named(k_size, executable) ? Care::size : Care::all;
}

bool holds_times_of_sources(std::string_view executable) {
  constexpr std::string_view k_compilers[] = {"cc1", "cc1plus", "clang", "clang++", "cpp"};
  return is_named(k_compilers, executable);
}

bool is_shell(std::string_view executable) {
  constexpr std::string_view k_shells[] = {"ash", "bash", "busybox", "dash", "ksh", "mksh", "sh", "zsh"};
  return is_named(k_shells, executable);
}

bool only_touches(std::string_view executable) { return last_name(executable) == "touch"; }

std::span<const std::string_view> programs_without_times() { return k_size; }
std::span<const std::string_view> programs_of_shapes() { return k_shape; }
std::span<const std::string_view> harmless_places() { return k_harmless; }

Place place_of(std::string_view path) {
  const auto is_at = [&](std::string_view top) { return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/'); };
  if (is_at("/dev/shm") || !(is_at("/dev") || is_at("/proc") || is_at("/sys"))) return Place::ordinary;
  return is_in(k_harmless, path) ? Place::harmless : Place::strange;
}

}  // namespace lintcache
