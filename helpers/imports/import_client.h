// SPDX-License-Identifier: MIT
// The driver's side of the worker: one program that imports one file at a time.
#pragma once

#include <memory>
#include <optional>

#include "base/stop.h"
#include "base/subprocess.h"
#include "model/import_report.h"

namespace lintcache {

class ImportClient {
 public:
  // `command` starts the worker.
  explicit ImportClient(Command command) : command_(std::move(command)) {}

  // Starts the worker if need be, and once again if it died on the way. An error means that no import
  // can be had from it, or that `stop` was raised.
  Result<ImportReport> import(const ImportRequest& request, const Stop& stop);

 private:
  Result<void> ensure_started(const Stop& stop);
  Result<Fields> receive(const Stop& stop);

  Command command_;
  std::optional<Conversation> worker_;
};

}  // namespace lintcache
