// SPDX-License-Identifier: MIT
// What all linters found as one SARIF 2.1.0 log (OASIS standard), for viewers and for services that review changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/task.h"

namespace lintcache {

// What one tool last said about a file, or about the tree where `file` is empty.
struct RecordedTask {
  std::string file, tool;          // the file relative to the tree, bytes
  std::optional<Outcome> outcome;  // nothing where it was not kept
  std::string unkept;              // why it was not
  std::string output;              // what the tool wrote then
};

// UTF-8 text with a newline at its end. A run for each tool, sorted by name. Files are named from the tree on, whose absolute path
// is the base `SRCROOT`; columns count code points. What was not kept has no findings that could be told apart: it is a notification.
std::string sarif(const std::vector<RecordedTask>& tasks, const std::string& source_dir, const std::string& version);

}  // namespace lintcache
