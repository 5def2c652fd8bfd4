// SPDX-License-Identifier: MIT
// How the verbs of `lintcache` talk: results on standard output, everything about them on standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>

#include "base/result.h"
#include "run/open_tree.h"

namespace lintcache {

void put(FILE* stream, const std::string& text);

// Prints the error on standard error; 2 or 3.
int complain(const Error& error);

// One line that is drawn over: `[n/m] tool file`. Only for a terminal.
class StatusLine {
 public:
  explicit StatusLine(bool shown) : shown_(shown) {}
  ~StatusLine() { clear(); }
  void show(size_t done, size_t total, const std::string& what);
  void clear();

 private:
  bool shown_;
  bool dirty_ = false;
  std::chrono::steady_clock::time_point drawn_;
};

// Whether standard error is one.
bool on_terminal();

// `status` must outlive it.
Voice make_voice(StatusLine& status);

}  // namespace lintcache
