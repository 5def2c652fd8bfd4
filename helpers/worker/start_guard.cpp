// SPDX-License-Identifier: MIT
// Catching exit() and abort() on the way into Python.
#include "worker/start_guard.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/result.h"
#include "base/text.h"

namespace lintcache {
namespace {

// Handlers of exit() and of SIGABRT take no argument.
struct Start {
  bool active = false;
  std::string program;
  Descriptor collected;
  Descriptor standard_error;
} g_start;

std::string collected_text() {
  std::string text(8192, '\0');
  const ssize_t got = pread(g_start.collected.get(), text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return text;
}

// The lines that say why, without the table of paths and the traceback around them.
std::string reason(const std::string& text) {
  std::string reason;
  for (const std::string& line : split(text, '\n')) {
    const bool tells = line.starts_with("Fatal Python error") || line.find("Error: ") != std::string::npos;
    if (tells) reason += (reason.empty() ? "" : "; ") + line;
  }
  return reason.empty() ? std::string(trim(text)) : reason;
}

void explain() {
  if (!g_start.active) return;
  g_start.active = false;
  const Error error = our_fault("Python cannot start", g_start.program, reason(collected_text()));
  dprintf(g_start.standard_error.get(), "lintcache-python: %s\n", error.text().c_str());
  _exit(3);
}

void explain_abort(int) { explain(); }

}  // namespace

StartGuard::StartGuard(const std::string& program) {
  static const int registered = std::atexit(explain);
  g_start.collected = Descriptor(memfd_create("stderr", MFD_CLOEXEC));
  g_start.standard_error = Descriptor(fcntl(2, F_DUPFD_CLOEXEC, 3));
  if (registered != 0 || !g_start.collected || !g_start.standard_error) return;
  g_start.program = program;
  g_start.active = true;
  dup2(g_start.collected.get(), 2);
  signal(SIGABRT, explain_abort);
}

StartGuard::~StartGuard() {
  if (!g_start.active) return;
  g_start.active = false;
  signal(SIGABRT, SIG_DFL);
  dup2(g_start.standard_error.get(), 2);
  const std::string text = collected_text();
  if (write(2, text.data(), text.size()) < 0) {
    // Nobody listens, and there is nobody else to tell.
  }
  g_start.collected.close();
  g_start.standard_error.close();
}

}  // namespace lintcache
