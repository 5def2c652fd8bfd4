// SPDX-License-Identifier: MIT
// The text of recorder.py, built into the program.
#pragma once

namespace lintcache {

extern const char* const k_recorder_source;

}  // namespace lintcache
