// SPDX-License-Identifier: MIT
// A timeline as a picture: a row for each slot, a bar for each task in the colour of its tool, grey where a slot was idle.
#pragma once

#include <string>

#include "model/timeline.h"

namespace lintcache {

// A whole SVG document that needs nothing else: it opens in a browser, where each bar tells more under the pointer.
// The more processes a slot had, the wider it is.
std::string timeline_svg(const Timeline& timeline);

}  // namespace lintcache
