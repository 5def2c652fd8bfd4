// SPDX-License-Identifier: MIT
// Which file a name means, once all symbolic links on its way are followed.
#pragma once

#include <string>
#include <unordered_map>

namespace lintcache {

class ResolvedNames {
 public:
  // `path` is absolute, and may have `.` and `..`. Its last name is not followed unless `follow`. What is not there any
  // more is taken by its letters.
  std::string resolved(const std::string& path, bool follow);

  // The directory in which the last name stands, resolved.
  const std::string& directory(const std::string& named);

 private:
  std::unordered_map<std::string, std::string> directories_;
};

// Without `.` and doubled `/`; `..` stays, for a symbolic link may stand before it.
std::string tidy(const std::string& path);

}  // namespace lintcache
