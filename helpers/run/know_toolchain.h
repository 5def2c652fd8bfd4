// SPDX-License-Identifier: MIT
// Who the interpreter and its linters are, asked of it only when something about them changed.
#pragma once

#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

Result<Toolchain> know_toolchain(const Session& session);

}  // namespace lintcache
