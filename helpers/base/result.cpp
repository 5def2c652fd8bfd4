// SPDX-License-Identifier: MIT
// How errors are put into words.
#include "base/result.h"

#include <cstring>

#include "base/text.h"

namespace lintcache {

std::string Error::text() const {
  std::string line = what;
  if (!where.empty()) line += ": " + where;
  if (!hint.empty()) line += " (" + hint + ")";
  return printable(line);
}

Error system_error(int errno_value, std::string what, std::string where, std::string hint) {
  return our_fault(std::move(what) + " (" + std::strerror(errno_value) + ")", std::move(where),
                   std::move(hint));
}

}  // namespace lintcache
