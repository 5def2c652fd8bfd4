// SPDX-License-Identifier: MIT
// Heads of scripts and of ELF files.
#include "trace/program_file.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "base/descriptor.h"

namespace lintcache {
namespace {

constexpr int k_most_interpreters = 5;  // the kernel goes no further
constexpr size_t k_head = 256;          // of a `#!` line the kernel reads no more

// The interpreter that the first line names.
std::string named_by_line(std::string_view head) {
  head = head.substr(2, head.find('\n') - 2);
  head.remove_prefix(std::min(head.find_first_not_of(" \t"), head.size()));
  return std::string(head.substr(0, head.find_first_of(std::string_view(" \t\0", 3))));
}

// Programs of 32 bits have another loader; nobody watches them anyway.
std::string loader_of(int file) {
  Elf64_Ehdr header{};
  if (pread(file, &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header)) return {};
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) return {};
  for (int i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr part{};
    const off_t at = static_cast<off_t>(header.e_phoff) + i * static_cast<off_t>(sizeof part);
    if (pread(file, &part, sizeof part, at) != static_cast<ssize_t>(sizeof part)) return {};
    if (part.p_type != PT_INTERP) continue;
    std::string loader(std::min<size_t>(part.p_filesz, PATH_MAX), 0);
    if (pread(file, loader.data(), loader.size(), static_cast<off_t>(part.p_offset)) < 0) return {};
    return loader.c_str();
  }
  return {};
}

std::string absolute(const std::string& path, const std::string& directory) {
  return path.starts_with('/') ? path : directory + "/" + path;
}

// Also of a program that may be run and not read.
bool gives_rights(const std::string& program) {
  struct stat facts {};
  return (stat(program.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && (facts.st_mode & (S_ISUID | S_ISGID)) != 0) ||
         getxattr(program.c_str(), "security.capability", nullptr, 0) > 0;
}

}  // namespace

ProgramFile read_program_file(const std::string& path, const std::string& directory) {
  ProgramFile found;
  found.program = path;
  for (int i = 0; i <= k_most_interpreters; ++i) {
    const Descriptor file(open(found.program.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    std::array<char, k_head> head;
    const ssize_t size = file ? pread(file.get(), head.data(), head.size(), 0) : -1;
    if (!file) found.has_rights = gives_rights(found.program);
    if (size < 2) break;
    const std::string_view text(head.data(), static_cast<size_t>(size));
    if (!text.starts_with("#!")) {
      found.has_rights = gives_rights(found.program);
      if (std::string loader = loader_of(file.get()); !loader.empty()) {
        found.has_loader = true;
        found.helpers.push_back(absolute(loader, directory));
      }
      break;
    }
    std::string interpreter = named_by_line(text);
    if (interpreter.empty()) break;
    found.program = absolute(interpreter, directory);
    found.helpers.push_back(found.program);
  }
  return found;
}

}  // namespace lintcache
