// SPDX-License-Identifier: MIT
// Compiled code of the tree's sources, kept in a directory of ours: byte code beside them is not trusted.
//
// Half of the time of an import goes into compiling what the import before it compiled as well. Children
// tell what they had to compile. It is compiled once more, in a process that runs no module: what an
// import writes could be anything. What is kept is found by the source's path and used where the source
// has the hash that it had then.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "worker/interpreter.h"

namespace lintcache {

class ByteCode {
 public:
  // `directory`: absolute; empty: nothing is kept. `sources`: the directories that the sources lie below.
  ByteCode(std::string directory, std::vector<std::string> sources);

  [[nodiscard]] const std::string& directory() const { return directory_; }

  // Takes notice of what a child has compiled. In a directory that is new only what comes for the second
  // time will be kept: there may never be another run, and this one shall not cost more for it.
  void note(const std::vector<std::string>& sources);

  // Makes the directory, then compiles what was noted, each source once in the life of this object. Stops
  // as soon as `interrupt` can be read (-1: never), and goes on with the next call. Failures cost time,
  // nothing else; a kill leaves what was written until then.
  void learn(const Interpreter& interpreter, int interrupt);

 private:
  [[nodiscard]] bool is_source(const std::string& path) const;
  [[nodiscard]] bool may_write() const;

  std::string directory_;
  std::vector<std::string> sources_;
  bool is_new_ = false;  // was not there at the start
  bool swept_ = false;
  std::unordered_map<std::string, unsigned> times_;  // that it was compiled
  std::vector<std::string> pending_;
};

}  // namespace lintcache
