// SPDX-License-Identifier: MIT
// Which shared libraries came into this process since we last looked.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

namespace lintcache {

class LoadedLibraries {
 public:
  // Names as the loader knows them, which is mostly absolute; those of the first call are what the
  // process started with.
  std::vector<std::string> fresh();

 private:
  std::unordered_set<std::string> known_;
  unsigned long long loads_ = 0;  // the loader's own count: when it stands, nothing came
};

}  // namespace lintcache
