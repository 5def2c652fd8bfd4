// SPDX-License-Identifier: MIT
// What importing each file loads: from memory where all of it still holds, else from the worker.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/subprocess.h"
#include "imports/import_client.h"
#include "imports/module_name.h"
#include "imports/runtime_graph.h"
#include "model/footprint.h"
#include "run/remember_graph.h"
#include "run/session.h"
#include "schedule/job_slots.h"

namespace lintcache {

class RuntimeParts {
 public:
  // `command` starts the worker; `setting` tells apart what imports came to with other interpreters, search
  // paths, environments and limits.
  RuntimeParts(const Session& session, Command command, std::vector<std::string> search_path,
               std::string setting)
      : session_(session),
        command_(std::move(command)),
        search_path_(std::move(search_path)),
        setting_(std::move(setting)) {}

  // What is remembered, or else the file joins those to import. It is relative to the source tree.
  void look_up(const std::string& file);

  // Imports the files that are not known, those of one import root together in one worker, as far as that
  // gives the same as a clean import of each; the others one by one. Where the run is stopped, some files
  // stay unknown.
  Result<void> import_stale(JobSlots& slots);

  // By file; of each footprint all but the static part.
  std::unordered_map<std::string, Footprint> take() { return std::move(known_); }
  [[nodiscard]] size_t stale() const { return stale_.size(); }

 private:
  struct Stale {
    std::string file;
    ModuleName module;
  };
  using Batch = std::vector<const Stale*>;
  [[nodiscard]] std::vector<Batch> batches() const;
  void import_all(const std::vector<Batch>& batches, JobSlots& slots);
  void import_one(const Batch& batch, unsigned slot);
  void keep(const Batch& batch, const BatchReport& report, const Beginning& beginning);
  void tell_progress(const std::string& file);

  const Session& session_;
  Command command_;
  std::vector<std::string> search_path_;
  std::string setting_;
  std::vector<Stale> stale_;
  std::unordered_set<std::string> known_files_;  // looked at before anything is imported
  std::vector<ImportClient> clients_;            // one for each slot

  std::mutex mutex_;  // of all that follows, and of the session while files are imported
  std::unordered_map<std::string, Footprint> known_;
  std::vector<Batch> alone_;  // what the batches did not answer
  std::optional<Error> failure_;
  std::vector<size_t> running_;  // by slot: files of its batch that are done
  size_t finished_ = 0;          // files of batches that ended
};

}  // namespace lintcache
