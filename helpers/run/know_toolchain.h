// SPDX-License-Identifier: MIT
// Who the interpreter and its linters are, asked of it only when something about them changed.
#pragma once

#include <future>
#include <optional>
#include <string>

#include "run/session.h"
#include "tools/toolchain.h"

namespace lintcache {

Result<Toolchain> know_toolchain(const Session& session);

// The same in two steps: where the interpreter has to be asked, it is at work from the beginning to `take`, on another processor,
// and whoever asked may look at the disk meanwhile.
class ToolchainAhead {
 public:
  explicit ToolchainAhead(const Session& session);
  ToolchainAhead(const ToolchainAhead&) = delete;

  // Once.
  Result<Toolchain> take();

 private:
  const Session& session_;
  std::string subject_;
  std::optional<KnownSet> known_;
  std::future<Result<std::string>> answer_;
};

// Will the next run know it without asking the interpreter, if nothing changes?
bool is_toolchain_known(const Session& session);

}  // namespace lintcache
