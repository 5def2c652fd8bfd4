// SPDX-License-Identifier: MIT
// What a stopped thread of another process has in its memory, and what its descriptors and directories are.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lintcache {

// Up to a zero byte; nothing where the memory cannot be read, or has no end within what a path or a word may have.
std::optional<std::string> read_text(pid_t thread, uint64_t address);

// Texts that pointers up to a null pointer lead to, as execve() is given them; nothing where one cannot be read.
std::optional<std::vector<std::string>> read_texts(pid_t thread, uint64_t address);

// False where not all of it can be read.
bool read_memory(pid_t thread, uint64_t address, void* into, size_t size);
bool write_memory(pid_t thread, uint64_t address, const void* from, size_t size);

// What a descriptor leads to: an absolute path, or such as `pipe:[1]`; empty where it is not open. What is the process's own
// in /proc is in /proc/self.
std::string descriptor_target(pid_t thread, int descriptor);

// The process that a descriptor of the caller stands for (pidfd_open(2)); -1: it is none.
pid_t opened_process(pid_t thread, int descriptor);

std::string working_directory(pid_t thread);
std::string executable_of(pid_t thread);

// Whether a thread runs, or would if it were let: it does not wait for anything but us.
bool is_busy(pid_t thread);

// The process that a thread belongs to; 0 where it is gone.
pid_t process_of(pid_t thread);

// `path` as it was named, but absolute: taken from the directory of this descriptor, or AT_FDCWD. Empty where it has no
// place. If the call follows links, a path that stands for a descriptor of the process, as /dev/stdin and
// /proc/self/fd/3 do, becomes what that leads to, if it is a file.
std::string named_path(pid_t thread, int directory, const std::string& path, bool follows);

}  // namespace lintcache
