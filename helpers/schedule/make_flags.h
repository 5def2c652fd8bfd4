// SPDX-License-Identifier: MIT
// What GNU make tells the programs that it starts, in the variable MAKEFLAGS.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lintcache {

struct MakeFlags {
  bool is_idle = false;  // -n, -q or -t: who is started all the same (make's `+`, $(MAKE)) is to do nothing
  std::optional<unsigned> jobs;  // of -j; 0: as many as there are
  std::string server;    // where job slots come from: `R,W` or `fifo:PATH`; of several the last one; empty: from nowhere
};

MakeFlags read_make_flags(std::string_view text);

}  // namespace lintcache
