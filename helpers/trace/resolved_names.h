// SPDX-License-Identifier: MIT
// Which file a name means, once all symbolic links on its way are followed.
#pragma once

#include <string>
#include <unordered_map>

namespace lintcache {

// Asks the disk once about each name, and keeps the answer: for a world that holds still.
class ResolvedNames {
 public:
  // `path` is absolute, and may have `.` and `..`. Its last name is not followed unless `follow`. What is not there any
  // more is taken by its letters. The answer is there as long as the object.
  const std::string& resolved(const std::string& path, bool follow);

 private:
  // Of a name, all links followed; `links` is how many may still be.
  const std::string& real(const std::string& named, int links);
  // The same, of a place whose directory is resolved.
  std::string target_of(const std::string& place, int links);
  std::string place_of_name(const std::string& named, int links);

  std::unordered_map<std::string, std::string> real_;               // by tidy names
  std::unordered_map<std::string, std::string> followed_, places_;  // answers, by paths as they were asked for
};

// Without `.` and doubled `/`; `..` stays, for a symbolic link may stand before it.
std::string tidy(const std::string& path);

}  // namespace lintcache
