// SPDX-License-Identifier: MIT
// Findings and summaries as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/request.h"
#include "model/summary.h"

namespace lintcache {

// `path:line:column: warning: text [rule]`, or `path(line,column): warning rule: text` for MSBuild, on
// one line. The path is made absolute below `source_dir`.
std::string diagnostic(const Finding& finding, const std::string& source_dir, DiagnosticFormat format,
                       bool colour);

// All lines to show for the outcomes, sorted by path, line, column, tool, rule and text. A tool that
// broke is an error at the first line of its file.
std::vector<std::string> diagnostics(const std::vector<FinishedTask>& tasks, const Request& request,
                                     bool colour);

// Lines about the configuration of tools, sorted, each once, whichever tasks told of it.
std::vector<std::string> notices(const std::vector<FinishedTask>& tasks, const Request& request, bool colour);

// One line for people.
std::string summary_line(const Summary& summary, bool warn_only);

// Another one, about how much was looked at.
std::string statistics_line(const Summary& summary);

// All of it for programs; the keys are those of `Summary`.
std::string summary_json(const Summary& summary);

// That text without what is another in each run: how long it took.
std::string without_time(std::string_view summary_json);

// One part of it: a heading, then what the tool wrote.
std::string log_entry(const std::string& file, const std::string& tool, const std::string& output);

// The same as one line of JSON without its end: file, tool, verdict ("not kept" where there is none), output.
std::string log_json(const std::string& file, const std::string& tool, std::string_view verdict,
                     const std::string& output);

// The full output of each tool that had something to say, under a heading, sorted by file and tool.
std::string merged_log(const std::vector<FinishedTask>& tasks);

// What the tool wrote: standard output, then standard error.
std::string tool_output(const Outcome& outcome);

}  // namespace lintcache
