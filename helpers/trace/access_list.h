// SPDX-License-Identifier: MIT
// Access lists, which copies of files get as extended attributes.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "trace/call_events.h"

namespace lintcache {

// The mode that a call of the family of setxattr() sets, where its list says no more than a mode does.
std::optional<uint32_t> mode_that_is_set(pid_t thread, const CallArguments& arguments);

}  // namespace lintcache
