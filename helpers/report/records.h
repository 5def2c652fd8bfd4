// SPDX-License-Identifier: MIT
// Stamps and logs: for each (file, tool) exactly one of them lies in the state directory.
//
// `<file>.<tool>.stamp` means clean and says of which inputs; `<file>.<tool>.log` holds what the tool wrote. Those of
// a task on the whole tree are `<tool>.tree.stamp` and `<tool>.tree.log`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/summary.h"

namespace lintcache {

// The task has an outcome. Puts the right one of the two in its place and removes the other.
Result<void> write_record(const std::string& state_dir, const FinishedTask& task);

// Removes both, and directories that become empty.
Result<void> remove_record_files(const std::string& state_dir, const std::string& file,
                                 const std::string& tool);

// A path that goes on with a suffix. A name that would be too long for that is cut, and told from others by a digest.
std::string with_suffix(const std::string& path, std::string_view suffix);

// Where the one or the other stands.
std::string record_path(const std::string& state_dir, const std::string& file, const std::string& tool, bool clean);

// True where the stamp or log that the verdict asks for is there.
bool has_record(const std::string& state_dir, const std::string& file, const std::string& tool,
                Verdict verdict);

// Removes all stamps and logs of these tools, for a state directory whose state was lost.
void sweep_records(const std::string& state_dir, std::span<const std::string> tools);

}  // namespace lintcache
