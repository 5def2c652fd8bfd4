// SPDX-License-Identifier: MIT
// Decisions and compared outcomes as text and JSON.
#pragma once

#include <string>

#include "model/explanation.h"
#include "model/task.h"

namespace lintcache {

// Several lines, each with its end. Paths are shown as seen from `source_dir`; `with_key` adds all that was hashed.
std::string explanation_text(const Explanation& one, const std::string& source_dir, bool with_key);

// One line without its end: file, tool, decision (hit, run, none), decided, set, set_made, ran, reasons (kind, what,
// via), more, unkept; `with_key` adds key and inputs. Times are UTC as ISO 8601.
std::string explanation_json(const Explanation& one, bool with_key);

// Both outcomes of one task, for who has to find out which one is right.
std::string difference_text(const std::string& file, const std::string& tool, const Outcome& remembered,
                            const Outcome& fresh);

}  // namespace lintcache
