// SPDX-License-Identifier: MIT
// Asking the system who it is.
#include "tools/platform.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/text.h"

namespace lintcache {
namespace {

std::string os_release() {
  // The second is the vendor's; the first may be the administrator's.
  for (const char* path : {"/etc/os-release", "/usr/lib/os-release"})
    if (const auto file = real_disk().read(path); file && *file) return (*file)->bytes;
  return {};
}

std::string c_library() {
#ifdef _CS_GNU_LIBC_VERSION
  std::string name(confstr(_CS_GNU_LIBC_VERSION, nullptr, 0), '\0');
  if (!name.empty() && confstr(_CS_GNU_LIBC_VERSION, name.data(), name.size()) > 0) {
    name.pop_back();
    return name;
  }
#endif
  return "unknown";
}

KeyParts ask() {
  utsname system = {};
  uname(&system);
  return {{PartKind::platform, "system", system_in(os_release())},
          {PartKind::platform, "machine", system.machine},
          {PartKind::platform, "C library", c_library()},
          {PartKind::platform, "kernel", system.sysname}};
}

}  // namespace

std::string system_in(std::string_view os_release) {
  const auto value_of = [&](std::string_view variable) -> std::string {
    for (const std::string& line : split(os_release, '\n')) {
      if (!line.starts_with(variable)) continue;
      std::string_view value = trim(std::string_view(line).substr(variable.size()));
      const bool is_quoted = value.size() > 1 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0];
      return std::string(is_quoted ? value.substr(1, value.size() - 2) : value);
    }
    return {};
  };
  return std::string(trim(value_of("ID=") + " " + value_of("VERSION_ID=")));
}

const KeyParts& platform_parts() {
  static const KeyParts parts = ask();
  return parts;
}

}  // namespace lintcache
