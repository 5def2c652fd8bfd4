// SPDX-License-Identifier: MIT
// A tree while a command works on it: locked, with its state and the disk as it is seen.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "digest/stat_cache.h"
#include "model/request.h"
#include "run/session.h"
#include "store/state_store.h"
#include "store/tree_lock.h"

namespace lintcache {

class OpenTree {
 public:
  // Waits for other commands on the same state, and says so. All arguments must outlive the object.
  OpenTree(const Request& request, const std::vector<std::string>& outer_environment, const Stop& stop,
           const Voice& voice);

  [[nodiscard]] const Session& session() const { return session_; }

  // The files to lint, relative to the source tree, sorted. An error where a run was stopped meanwhile.
  Result<std::vector<std::string>> find_files();

  // Lets everything be looked at anew, after something changed during the run.
  void look_again();

  // Keeps what was learnt, and tells the user once where that cannot be done, or that `written` failed.
  // `saw_all`: what was not needed is gone.
  void close(bool saw_all, const Result<void>& written = {});

 private:
  const Voice& voice_;
  TreeLock lock_;
  StateStore store_;
  StatCache disk_;
  Session session_;
};

}  // namespace lintcache
