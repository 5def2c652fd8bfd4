// SPDX-License-Identifier: MIT
// A tree while a command works on it: locked, with its state and the disk as it is seen.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "digest/stat_cache.h"
#include "model/request.h"
#include "run/session.h"
#include "store/result_store.h"
#include "store/state_store.h"
#include "store/tree_lock.h"

namespace lintcache {

// How far what the store remembers of the disk is to be trusted.
Trust trust_of(const Request& request, StateStore& store);

class OpenTree {
 public:
  // Waits for other commands on the same state, and says so. All arguments must outlive the object.
  OpenTree(const Request& request, const std::vector<std::string>& outer_environment, const Stop& stop,
           const Voice& voice);

  // What is remembered of the disk is loaded when this is first called.
  const Session& session();

  // The same for who will look at few files: of what is remembered only that is loaded which is asked for.
  const Session& session_for_few();

  // For who need not look at the disk by way of it.
  [[nodiscard]] StateStore& store() { return store_; }

  // Results of other trees that were taken over.
  [[nodiscard]] size_t found_elsewhere() const { return shared_.found(); }

  // Is each result to be asked for, so that it can be given to other trees?
  [[nodiscard]] bool offers_known() const { return shared_.sharing() == Sharing::known; }

  // The files to lint, relative to the source tree, sorted. An error where a run was stopped meanwhile.
  Result<std::vector<std::string>> find_files();

  // Lets everything be looked at anew, after something changed during the run.
  void look_again();

  // Keeps what was learnt, and tells the user where that cannot be done, or that `written` failed.
  // `saw_all`: what was not needed is gone.
  void close(bool saw_all, const Result<void>& written = {});

  // Tells the user that something could not be written, if nothing was told of this tree before: a full or read-only disk shows at
  // every file.
  void tell_trouble(const Result<void>& written);

 private:
  const Request& request_;
  const std::vector<std::string>& outer_environment_;
  const Stop& stop_;
  const Voice& voice_;
  TreeLock lock_;
  ResultStore shared_;
  StateStore store_;
  std::optional<StatCache> disk_;
  std::optional<Session> session_;
  bool has_told_ = false;
};

}  // namespace lintcache
