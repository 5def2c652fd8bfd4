// SPDX-License-Identifier: MIT
// One Python, started once and kept clean: imports happen in forks of it.
#pragma once

#include <string>

#include "base/result.h"
#include "worker/python_api.h"

namespace lintcache {

inline constexpr int k_marshal_version = 4;  // known to every Python that we open

class Interpreter {
 public:
  // `library` is a shared libpython; `program` the interpreter that it stands for, from whose place
  // Python finds its library and, in a virtual environment, its site-packages.
  static Result<Interpreter> start(const std::string& library, const std::string& program);

  [[nodiscard]] const PythonApi& api() const { return api_; }

  // The recorder's code, compiled once; each child loads it into the interpreter that it uses.
  [[nodiscard]] const std::string& recorder() const { return recorder_; }

  // Makes a new sub-interpreter the current one; false where Python cannot. Only in a forked child:
  // there is no way back.
  [[nodiscard]] bool enter_sub_interpreter() const;

 private:
  PythonApi api_;
  std::string recorder_;  // marshalled
};

}  // namespace lintcache
