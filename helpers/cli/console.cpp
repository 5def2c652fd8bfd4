// SPDX-License-Identifier: MIT
// Talking to a terminal, or to a log.
#include "cli/console.h"

#include <unistd.h>

#include <cstdlib>

#include "base/text.h"

namespace lintcache {
namespace {

constexpr auto k_redraw_interval = std::chrono::milliseconds(100);

// https://no-color.org
bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return on_terminal() && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

void put(FILE* stream, const std::string& text) { fwrite(text.data(), 1, text.size(), stream); }

int complain(const Error& error) {
  put(stderr, "lintcache: error: " + error.text() + "\n");
  return error.blame == Blame::asker ? 2 : 3;
}

void StatusLine::show(size_t done, size_t total, const std::string& what) {
  const auto now = std::chrono::steady_clock::now();
  if (!shown_ || now - drawn_ < k_redraw_interval) return;
  drawn_ = now;
  dirty_ = true;
  put(stderr,
      "\r[" + std::to_string(done) + "/" + std::to_string(total) + "] " + printable(what) + "\033[K");
}

void StatusLine::clear() {
  if (dirty_) put(stderr, "\r\033[K");
  dirty_ = false;
}

bool on_terminal() { return isatty(STDERR_FILENO) != 0; }

Voice make_voice(StatusLine& status) {
  return {[&status](const std::string& line) {
            status.clear();
            put(stderr, "lintcache: warning: " + printable(line) + "\n");
          },
          [&status](const std::string& line) {
            status.clear();
            put(stdout, "lintcache: " + printable(line) + "\n");
          },
          [&status](const Happening& one) {
            if (const auto* count = std::get_if<Counted>(&one)) status.show(count->done, count->total, count->what);
          },
          wants_colour(),
          {}};
}

}  // namespace lintcache
