// SPDX-License-Identifier: MIT
// The driver's side of the worker: one program that imports one batch of files at a time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/stop.h"
#include "base/subprocess.h"
#include "model/import_batch.h"

namespace lintcache {

class ImportClient {
 public:
  // `command` starts the worker.
  explicit ImportClient(Command command) : command_(std::move(command)) {}

  // Starts the worker if need be, and once again if it died on the way. `progress` is told how many files
  // are done so far; after a death it begins anew. The report has a file at least, and none more than the
  // batch. An error means that no import can be had from it, or that `stop` was raised.
  Result<BatchReport> import(const ImportBatch& batch, const Stop& stop,
                             const std::function<void(size_t done)>& progress);

  // Once it has reported, the worker compiles what later imports will need, at most for so long, then it does nothing any
  // more: one that has not finished is ended, and started again if there is more to import.
  void let_learn(const Stop& stop, std::chrono::milliseconds most);

 private:
  Result<void> ensure_started(const Stop& stop);
  Result<Fields> receive(const Stop& stop);
  Result<Fields> receive_report(const Stop& stop, const std::function<void(size_t done)>& progress);

  Command command_;
  std::optional<Conversation> worker_;
};

}  // namespace lintcache
