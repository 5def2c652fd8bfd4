// SPDX-License-Identifier: MIT
// Tools that a project declares itself: checked, and described as built-in ones are.
//
// What a declared tool says is read like this. A line that its pattern matches is a finding: in its standard output
// and standard error, or, where its command names {output}, in that file instead. Exit status 0 is clean unless
// there are findings; one of `findings_exit` without a finding is one, with the first line that says anything;
// every other status and a signal mean that the tool broke, and so does one of `findings_exit` without the file that
// {output} names: a traceback has such a status, too.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/request.h"
#include "tools/subject.h"

namespace lintcache {

struct Adapter;

// Refuses what only shows when all tools are known: a pattern that is none, an `after` that names no tool, and tools
// that wait for each other.
Result<void> check_declared_tools(const Request& request);

// Stands in the failure of a tool that ended well and left out its report.
inline constexpr std::string_view k_no_report = "did not write the report that {output} names";

// What {list} stands for: a file, for one process, with the names of all files of the tree, one a line.
std::string list_path(const Subject& subject);

// Of a declaration that was checked.
Adapter declared_adapter(const ToolDeclaration& declaration);

}  // namespace lintcache
