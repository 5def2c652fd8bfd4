// SPDX-License-Identifier: MIT
// Compiled code of the tree's sources, kept in the worker's memory because byte code beside them is not trusted.
//
// Half of the time of an import goes into compiling what the import before it compiled as well. Code is
// found under the path and the whole text of its source, so it is never older than that. It is made in a
// process that runs no module: what an import wrote could be anything.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "worker/interpreter.h"

namespace lintcache {

class CodeStore {
 public:
  // Marshalled code for a source with this path and text; empty where there is none.
  [[nodiscard]] std::string_view find(const std::string& path, std::string_view text) const;

  // Takes notice of the sources that an import loaded and compiles those that came for the second time:
  // most files are loaded once, as the subject of a request, and a few by everyone.
  void learn(const Interpreter& interpreter, const std::vector<std::string>& paths);

 private:
  struct Source {
    bool tried = false;
    std::string text;
    std::string code;
  };
  std::unordered_map<std::string, Source> sources_;
};

}  // namespace lintcache
