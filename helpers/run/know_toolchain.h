// SPDX-License-Identifier: MIT
// Who the interpreter and its linters are, asked of it only when something about them changed.
#pragma once

#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

Result<Toolchain> know_toolchain(const Session& session);

// Will the next run know it without asking the interpreter, if nothing changes?
bool is_toolchain_known(const Session& session);

}  // namespace lintcache
