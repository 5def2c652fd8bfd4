// SPDX-License-Identifier: MIT
// Pictures of a trace: a tree as text, the same as JSON, a graph for dot(1), and a page for a browser.
#pragma once

#include <string>

#include "trace/event.h"

namespace lintcache {

// What a process did to a path, all events together.
enum class Deed : uint8_t { missed, asked, read, written };

// Processes below each other, with what each of them missed, asked, read and wrote.
std::string trace_text(const Trace& trace);

// An object: "processes" (pid, parent, exec, arguments, executable, directory, begin and end in nanoseconds, status) and
// "files" (process, path, deed, at: when it was first touched).
std::string trace_json(const Trace& trace);

// Processes and the files that they read and wrote, without what was only asked or missed.
std::string trace_dot(const Trace& trace);

// One HTML file that needs nothing else. `title` is text.
std::string trace_page(const Trace& trace, const std::string& title);

}  // namespace lintcache
