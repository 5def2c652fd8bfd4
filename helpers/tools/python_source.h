// SPDX-License-Identifier: MIT
// The texts of the Python files beside this one, built into the program.
#pragma once

namespace lintcache {

extern const char* const k_question_source;
extern const char* const k_config_question_source;
extern const char* const k_start_source;  // observer.py, then start.py
extern const char* const k_server_source;  // goes before it in a lint server
extern const char* const k_one_by_one_source;
extern const char* const k_black_start_source;
extern const char* const k_mypy_start_source;  // mypy_circle.py, mypy_circles.py, then mypy_start.py

}  // namespace lintcache
