// SPDX-License-Identifier: MIT
// The text of graph_page.html, built into the program.
#pragma once

namespace lintcache {

// `{title}` and `{data}` stand in it for what it shows.
extern const char* const k_graph_page;

}  // namespace lintcache
