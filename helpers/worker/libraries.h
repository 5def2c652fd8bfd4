// SPDX-License-Identifier: MIT
// Which shared libraries came into this process, and which of them another one needs.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lintcache {

class LoadedLibraries {
 public:
  // What is loaded now belongs to the process, and is never named later.
  LoadedLibraries();

  // Those that came since the last call, each followed by all that it needs, be it new or not: a second
  // extension module that rests on a library finds it loaded. Names as the loader knows them, which is
  // mostly absolute; a name may come twice.
  std::vector<std::string> fresh();

  // The library that dlopen(name) gives, with all that it needs; empty if it is none that came.
  std::vector<std::string> named(std::string_view name);

 private:
  struct Library {
    std::string path;
    std::string soname;  // the file's name where it has none
    std::vector<std::string> needed;
    bool from_start = false;
  };
  std::vector<size_t> refresh();
  void add_with_needed(size_t library, std::vector<std::string>& names) const;

  std::vector<Library> libraries_;
  std::unordered_map<std::string, size_t> by_path_, by_soname_;
  unsigned long long loads_ = 0;  // the loader's own count: when it stands, nothing came
};

}  // namespace lintcache
