// SPDX-License-Identifier: MIT
// How the verbs of `lintcache` talk: results on standard output, everything about them on standard error.
#pragma once

#include <cstdio>
#include <string>

#include "base/result.h"
#include "cli/status_line.h"
#include "run/open_tree.h"

namespace lintcache {

void put(FILE* stream, const std::string& text);

// Prints the error on standard error; 2 or 3.
int complain(const Error& error);

// `status` must outlive it.
Voice make_voice(StatusLine& status);

}  // namespace lintcache
