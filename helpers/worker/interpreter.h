// SPDX-License-Identifier: MIT
// One Python, started or found once and kept clean: imports happen in forks of it.
#pragma once

#include <string>

#include "base/result.h"
#include "worker/python_api.h"

namespace lintcache {

inline constexpr int k_marshal_version = 4;  // known to every Python that we open

class Interpreter {
 public:
  // `library` is a shared libpython; `program` the interpreter that it stands for, from whose place
  // Python finds its library and, in a virtual environment, its site-packages. Where `library` is
  // empty, this is that interpreter's own process, and it runs already.
  static Result<Interpreter> start(const std::string& library, const std::string& program);

  [[nodiscard]] const PythonApi& api() const { return api_; }

  // Whether this process was an interpreter's from its start.
  [[nodiscard]] bool is_own_process() const { return is_own_process_; }

  // The recorder's code, compiled once; each child loads it into the interpreter that it uses.
  [[nodiscard]] const std::string& recorder() const { return recorder_; }

  // Makes a new sub-interpreter the current one; false where Python cannot. Only in a forked child:
  // there is no way back.
  [[nodiscard]] bool enter_sub_interpreter() const;

 private:
  PythonApi api_;
  bool is_own_process_ = false;
  std::string recorder_;  // marshalled
};

}  // namespace lintcache
