// SPDX-License-Identifier: MIT
// Reading the lines of tools that begin with a file's name, of one file or of a batch.
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

struct NamedLine {
  bool is_about_file = false;
  unsigned line = 0;    // 0: it tells none
  unsigned column = 0;  // 0: it tells none
  std::string text;     // what follows name and numbers; of a line about something else, all of it
};

// The lines of `text` without their ends. One that begins with one of `names`, as printed, and a `:` is about the file;
// as the names are known, they may hold any bytes, line breaks too.
std::vector<NamedLine> named_lines(std::string_view text, const std::vector<std::string>& names);

// How Python writes a name to standard error, where bytes that are not UTF-8 become `\udcNN`.
std::string on_standard_error(const std::string& name);

// For tools that write nothing but lines `<name of the file>:...` to standard output, and end with status
// `with_lines` if there are any, else with 0: the outcomes that `read` gives for what each file's own process would have
// written. Nothing where anything else was written.
std::optional<std::vector<Outcome>> read_each(const ProcessResult& process, const Subject& subject, int with_lines,
                                              const std::function<Outcome(ProcessResult, const Subject&)>& read);

}  // namespace lintcache
