// SPDX-License-Identifier: MIT
// Why a task is to run, found by comparing it with what was decided and recorded last time.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/decision.h"
#include "model/task.h"
#include "plan/prepared_tool.h"
#include "run/footprint_reader.h"
#include "run/session.h"

namespace lintcache {

// The differences between the static keys of two times, as reasons.
std::vector<Reason> differences(const KeyParts& before, const KeyParts& now);

class Reasons {
 public:
  explicit Reasons(const Session& session) : session_(session), reader_(session.store.input_sets()) {}

  // At least one, the nearest to the file first. To be asked where no outcome was found.
  std::vector<Reason> why(const Task& task, const PreparedTool& tool);

 private:
  void add_parts(const Decision& last, const PreparedTool& tool, std::vector<Reason>& reasons);
  void add_inputs(const Decision& last, const Task& task, std::vector<Reason>& reasons);

  const Session& session_;
  FootprintReader reader_;
  std::unordered_map<Digest, std::vector<Reason>> by_base_;  // differences of parts, by both digests
};

}  // namespace lintcache
