// SPDX-License-Identifier: MIT
// The texts of question.py, config_question.py, observer.py and start.py, built into the program.
#pragma once

namespace lintcache {

extern const char* const k_question_source;
extern const char* const k_config_question_source;
extern const char* const k_start_source;  // observer.py, then start.py

}  // namespace lintcache
