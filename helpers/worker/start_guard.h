// SPDX-License-Identifier: MIT
// Python ends the whole process when it cannot start, after pages of text; this makes one line of it.
#pragma once

#include <string>

#include "base/descriptor.h"

namespace lintcache {

// While it lives, standard error is collected. A process that ends in that time does so with exit
// status 3 and one line that names `program`; otherwise the text is passed on at the end.
class StartGuard {
 public:
  explicit StartGuard(const std::string& program);
  StartGuard(const StartGuard&) = delete;
  StartGuard& operator=(const StartGuard&) = delete;
  ~StartGuard();
};

}  // namespace lintcache
