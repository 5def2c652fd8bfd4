// SPDX-License-Identifier: MIT
// How many processes are worth running at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace lintcache {

// The CPUs that this process may use: its affinity mask, at least 1.
unsigned allowed_cpus();

// The content of a file; nothing where there is none.
using FileReader = std::function<std::optional<std::string>(const std::string& path)>;

// As many CPUs as the quotas of this process's control groups come to, of version 1 or 2, rounded up; nothing where there
// is none. `own` is the text of /proc/self/cgroup.
std::optional<unsigned> quota_of_cpus(const std::string& own, const FileReader& read);

// The smaller of both.
unsigned usable_cpus();

}  // namespace lintcache
