// SPDX-License-Identifier: MIT
// Talking to a terminal, or to a log.
#include "cli/console.h"

#include <unistd.h>

#include "base/text.h"
#include "tools/environment.h"

namespace lintcache {

void put(FILE* stream, const std::string& text) { fwrite(text.data(), 1, text.size(), stream); }

int complain(const Error& error) {
  put(stderr, "lintcache: error: " + error.text() + "\n");
  return error.blame == Blame::asker ? 2 : 3;
}

Voice make_voice(StatusLine& status) {
  return {[&status](const std::string& line) { status.print(stderr, "lintcache: warning: " + printable(line) + "\n"); },
          [&status](const std::string& line) { status.print(stdout, "lintcache: " + printable(line) + "\n"); },
          [&status](const Happening& one) { status.note(one); },
          wants_colour(is_terminal(STDERR_FILENO), outer_environment()),
          {}};
}

}  // namespace lintcache
