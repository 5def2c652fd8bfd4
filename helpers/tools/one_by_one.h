// SPDX-License-Identifier: MIT
// Tools that one process runs for one file after the other (tools/one_by_one.py): files of a batch know nothing of each
// other, and what is said about each is what its own process would have said.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/subprocess.h"
#include "model/task.h"
#include "tools/subject.h"

namespace lintcache {

// A bootstrap; see Adapter. `preparation` are statements that run before the tool's program does. All options have to
// begin with `-`, with their values in the same word.
std::string start_one_by_one(const std::string& tool, std::string_view preparation = {});

// The files of a subject as words of a command line.
std::vector<std::string> file_words(const Subject& subject);

// What a process that was started so says about each of the files, read by the tool's own `read`. Nothing where the
// process did not come through all of them.
std::optional<std::vector<Outcome>> read_one_by_one(const ProcessResult& process, const Subject& subject,
                                                    const std::function<Outcome(ProcessResult, const Subject&)>& read);

}  // namespace lintcache
