// SPDX-License-Identifier: MIT
// How the preload library comes into the programs of a traced tree, and only into those that it is made for.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trace/program_file.h"

namespace lintcache {

class Preloading {
 public:
  Preloading() = default;
  // `library` is an absolute path; `log` what LogReader::path() says.
  Preloading(std::string library, std::string log);

  // The library is there and can be named in a variable.
  [[nodiscard]] bool is_possible() const { return !loader_.empty(); }

  // Whether the program is linked at run time as we are; else the library would break it, or would not be taken.
  [[nodiscard]] bool suits(const ProgramFile& program) const;

  // Whether the path is that of the library, by which a program begins to be traced, and which is none of its inputs.
  [[nodiscard]] bool is_library(const std::string& path) const {
    return !path.empty() && (path == library_ || path == real_);
  }

  // The environment with what the library needs in it.
  [[nodiscard]] std::vector<std::string> with_library(std::vector<std::string> environment) const;

  // The same for a thread that is about to execute a program, and has the library itself: gives the address of a new
  // environment in its memory. `environment` is the address of the one that it meant. Nothing where it has no room.
  [[nodiscard]] std::optional<uint64_t> put_environment(pid_t thread, uint64_t environment) const;

 private:
  std::string library_, real_, log_, loader_;
};

}  // namespace lintcache
